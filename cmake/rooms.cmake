# SPDX-License-Identifier: GPL-3.0-or-later
# Floors enforced by the compiler: a target is given the include folders of what it names in USES,
# and of nothing else. Include folders are not passed on; link dependencies are.

# rk_room(NAME SOURCES a.c b.c [USES base ledger] [LIBS sodium]): a static library, one door.
function(rk_room name)
  cmake_parse_arguments(R "" "" "SOURCES;USES;LIBS;GENERATED_INCLUDE" ${ARGN})
  add_library(rk_${name} STATIC ${R_SOURCES})
  target_include_directories(rk_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${R_GENERATED_INCLUDE})
  set_target_properties(rk_${name} PROPERTIES RK_DOOR "${CMAKE_CURRENT_SOURCE_DIR}")
  rk_uses(rk_${name} ${R_USES})
  target_link_libraries(rk_${name} PRIVATE ${R_LIBS})
endfunction()

define_property(TARGET PROPERTY RK_DOOR BRIEF_DOCS "folder of the public header"
                FULL_DOCS "folder of the public header")

function(rk_uses target)
  foreach(used ${ARGN})
    get_target_property(door rk_${used} RK_DOOR)
    target_include_directories(${target} PRIVATE ${door})
    target_link_libraries(${target} PRIVATE rk_${used})
  endforeach()
endfunction()

# rk_program(NAME SOURCES … USES … LIBS … [HELPER]): build/NAME, helpers in build/libexec/NAME.
function(rk_program name)
  cmake_parse_arguments(P "HELPER" "" "SOURCES;USES;LIBS" ${ARGN})
  add_executable(${name} ${P_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  rk_uses(${name} ${P_USES})
  target_link_libraries(${name} PRIVATE ${P_LIBS})
  if(P_HELPER)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/libexec)
  endif()
endfunction()

# rk_test(FILE USES … LIBS … [LABEL unit] [PRIVATE_OF room]): one small cmocka program per file.
# PRIVATE_OF lets a test look into a room's internal header.
function(rk_test file)
  if(NOT RK_TESTS)
    return()
  endif()
  cmake_parse_arguments(T "" "LABEL;TIMEOUT" "USES;LIBS;PRIVATE_OF;ARGS" ${ARGN})
  get_filename_component(name ${file} NAME_WE)
  add_executable(${name} ${CMAKE_SOURCE_DIR}/${file})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE RK_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                             RK_BUILD_DIR="${CMAKE_BINARY_DIR}")
  rk_uses(${name} ${T_USES})
  target_link_libraries(${name} PRIVATE ${T_LIBS} cmocka)
  add_test(NAME ${name} COMMAND ${name} ${T_ARGS} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  if(NOT T_LABEL)
    set(T_LABEL unit)
  endif()
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS ${T_LABEL} TIMEOUT ${T_TIMEOUT})
endfunction()

# rk_fuzz(FILE USES …): tests/fuzz/fuzz_X.c with LLVMFuzzerTestOneInput. With RK_FUZZ a libFuzzer
# program; otherwise a program that replays tests/fuzz/corpus/X and mutates it with a fixed seed.
function(rk_fuzz file)
  if(NOT RK_TESTS)
    return()
  endif()
  cmake_parse_arguments(F "" "" "USES;LIBS" ${ARGN})
  get_filename_component(name ${file} NAME_WE)
  string(REGEX REPLACE "^fuzz_" "" short ${name})
  if(RK_FUZZ)
    add_executable(${name} ${CMAKE_SOURCE_DIR}/${file})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  elseif(NOT EXISTS ${CMAKE_SOURCE_DIR}/tests/fuzz/fuzz_replay.c)
    return()
  else()
    add_executable(${name} ${CMAKE_SOURCE_DIR}/${file} ${CMAKE_SOURCE_DIR}/tests/fuzz/fuzz_replay.c)
    add_test(NAME ${name} COMMAND ${name} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${short})
    set_tests_properties(${name} PROPERTIES LABELS fuzz TIMEOUT 120)
  endif()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  rk_uses(${name} ${F_USES})
  target_link_libraries(${name} PRIVATE ${F_LIBS})
endfunction()

# rk_bench(FILE USES …): build/bench/NAME, prints JSON lines, never a test.
function(rk_bench file)
  if(NOT RK_TESTS)
    return()
  endif()
  cmake_parse_arguments(B "" "" "USES;LIBS" ${ARGN})
  get_filename_component(name ${file} NAME_WE)
  add_executable(${name} ${CMAKE_SOURCE_DIR}/${file})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/bench)
  rk_uses(${name} ${B_USES})
  target_link_libraries(${name} PRIVATE ${B_LIBS})
endfunction()

# rk_embed(OUT_VARIABLE name file): a generated C source with `const char name[]` holding the file.
function(rk_embed out name file)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/${name}.c)
  add_custom_command(OUTPUT ${made}
    COMMAND rk_embed_tool ${name} ${file} > ${made}
    DEPENDS rk_embed_tool ${file} VERBATIM)
  set(${out} ${made} PARENT_SCOPE)
endfunction()
