# SPDX-License-Identifier: GPL-3.0-or-later
# Flags of every target: all warnings, ISO rounding, a hardened release.
add_compile_definitions(_GNU_SOURCE _FILE_OFFSET_BITS=64)
add_compile_options(
  -ffp-contract=off -fno-fast-math -fno-strict-overflow
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wdouble-promotion
  -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla -Wundef
  -Wcast-qual -Wcast-align -Wwrite-strings -Wpointer-arith -Wimplicit-fallthrough
  -Wunused-result -Wnull-dereference)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wno-unknown-pragmas)
endif()
if(RK_WERROR)
  add_compile_options(-Werror)
endif()

if(RK_SANITIZE)
  add_compile_options(-fsanitize=${RK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g)
  add_link_options(-fsanitize=${RK_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection)
  add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
endif()
if(RK_COVER)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate -fcoverage-mapping)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_link_options(-pie)
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_C_FLAGS_DEBUG "-Og -g")
