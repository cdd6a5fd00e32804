# SPDX-License-Identifier: GPL-3.0-or-later
# Libraries from the distribution, as imported targets named rklib_…; include folders stay private
# to the rooms that link them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(GNUTLS IMPORTED_TARGET gnutls)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo pangoft2 cairo cairo-pdf fontconfig)
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)

# SuiteSparse (libsuitesparse-dev) has no pkg-config file there: AMD orders, LDL factorises.
find_library(RK_AMD amd REQUIRED)
find_library(RK_LDL ldl REQUIRED)
find_path(RK_SUITESPARSE_INCLUDE ldl.h PATH_SUFFIXES suitesparse REQUIRED)
add_library(rklib_ldl INTERFACE IMPORTED)
target_include_directories(rklib_ldl SYSTEM INTERFACE ${RK_SUITESPARSE_INCLUDE})
target_link_libraries(rklib_ldl INTERFACE ${RK_LDL} ${RK_AMD})
