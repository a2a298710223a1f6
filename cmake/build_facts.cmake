# Writes OUTPUT from TEMPLATE with the version, the commit and the date of the sources in SOURCE. Runs in every
# build; OUTPUT changes only if a fact does.
#
# The commit is the variable CHATMOCK_COMMIT of the environment, or Git's, or that of a source archive, or "unknown".
# The date is SOURCE_DATE_EPOCH, or the commit's: the same sources give the same binary.
cmake_minimum_required(VERSION 3.25)

# Sets `commit` and `epoch` from a line such as "7b75984… 1795968000"; otherwise `found` is false.
function(read_commit line found)
  set(${found} FALSE PARENT_SCOPE)
  if(line MATCHES "^([0-9a-f]+) ([0-9]+)")
    set(commit ${CMAKE_MATCH_1} PARENT_SCOPE)
    set(epoch ${CMAKE_MATCH_2} PARENT_SCOPE)
    set(${found} TRUE PARENT_SCOPE)
  endif()
endfunction()

function(run_git output)
  execute_process(COMMAND git -C ${SOURCE} ${ARGN}
    OUTPUT_VARIABLE text OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    set(text "")
  endif()
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

# An archive's folder may lie in the repository of something else.
run_git(top rev-parse --show-toplevel)
file(REAL_PATH ${SOURCE} here)
set(line "")
if(top STREQUAL here)
  run_git(line log -1 "--format=%H %ct")
  run_git(changed_files status --porcelain --untracked-files=no)
endif()
read_commit("${line}" found)
if(found AND changed_files)
  string(APPEND commit "-dirty")
endif()
if(NOT found)
  file(READ ${SOURCE}/cmake/commit.txt line) # `git archive` fills it in
  read_commit("${line}" found)
endif()
if(NOT found)
  set(commit unknown)
endif()

if(NOT "$ENV{CHATMOCK_COMMIT}" STREQUAL "")
  set(commit "$ENV{CHATMOCK_COMMIT}")
endif()
if(NOT commit MATCHES "^[0-9a-z-]+$")
  message(FATAL_ERROR "CHATMOCK_COMMIT: expected a commit such as 7b75984, got ${commit}")
endif()

if("$ENV{SOURCE_DATE_EPOCH}" STREQUAL "" AND found)
  set(ENV{SOURCE_DATE_EPOCH} ${epoch})
endif()
if("$ENV{SOURCE_DATE_EPOCH}" STREQUAL "")
  set(date unknown)
else()
  string(TIMESTAMP date "%Y-%m-%dT%H:%M:%SZ" UTC) # of SOURCE_DATE_EPOCH
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
