#!/bin/sh
# Runs one job on its node, and writes into the job's record when it starts and how it ends. Slurm
# keeps a copy of this script. All data of the job's comes from a file of its owner's, line by line:
# a letter that says what it is, and a text; where the letter is a capital one, the text has its
# special bytes written as \0ooo. Data stays in variables: eval sees only names that are counted
# here. What follows the line with the dot is the standard input of the job's program.
umask 077
openlauncher_base=$OPENLAUNCHER_BASE
unset OPENLAUNCHER_BASE
openlauncher_restarts=${SLURM_RESTART_COUNT:-0}

# Slurm asks all processes at once to end. Only the program obeys, so that its end is recorded.
openlauncher_asked=0
trap 'openlauncher_asked=1' TERM
trap : HUP INT QUIT USR1 USR2 ALRM XCPU

tell() {
  printf '%s %s %s %s %s .\n' "$1" "$SLURM_JOB_ID" "$openlauncher_restarts" "$(date +%s)" "$2" \
    >>"$openlauncher_base.record"
}

# A submission whose answer got lost may have been repeated: only one of the two runs.
if ! (set -C && printf '%s\n' "$SLURM_JOB_ID" >"$openlauncher_base.claim") 2>/dev/null; then
  IFS= read -r openlauncher_holder <"$openlauncher_base.claim"
  if [ "$openlauncher_holder" != "$SLURM_JOB_ID" ]; then
    tell yielded "${openlauncher_holder:-0}"
    exit 0
  fi
fi

exec <"$openlauncher_base.order" || exit 1
openlauncher_count=0
openlauncher_arguments=
openlauncher_variables=
openlauncher_merge=
openlauncher_complete=
while IFS= read -r openlauncher_line; do
  openlauncher_text=${openlauncher_line#?}
  case $openlauncher_line in
    [A-Z]*)
      openlauncher_text=$(printf '%b.' "$openlauncher_text")
      openlauncher_text=${openlauncher_text%.}
      ;;
  esac
  case $openlauncher_line in
    [dD]*) openlauncher_directory=$openlauncher_text ;;
    [oO]*) openlauncher_output=$openlauncher_text ;;
    [eE]*) openlauncher_errors=$openlauncher_text ;;
    [mM]*) openlauncher_merge=yes ;;
    [pP]*) openlauncher_program=$openlauncher_text ;;
    [aA]*)
      openlauncher_count=$((openlauncher_count + 1))
      eval "openlauncher_$openlauncher_count=\$openlauncher_text"
      openlauncher_arguments="$openlauncher_arguments \"\$openlauncher_$openlauncher_count\""
      ;;
    [vV]*)
      openlauncher_count=$((openlauncher_count + 1))
      eval "openlauncher_$openlauncher_count=\$openlauncher_text"
      openlauncher_variables="$openlauncher_variables \"\$openlauncher_$openlauncher_count\""
      ;;
    .)
      openlauncher_complete=yes
      break
      ;;
  esac
done
[ "$openlauncher_complete" = yes ] || exit 1

refuse() {
  tell refused "$1"
  exit 1
}

printable() {
  printf '%s' "$openlauncher_program" | tr '\n' '?'
}

# In the foreground, since a shell has jobs of the background ignore SIGINT.
(
  trap - HUP INT QUIT USR1 USR2 ALRM XCPU TERM
  cd -- "$openlauncher_directory" || refuse directory
  # What ran before the job was put back into the queue stays.
  if [ "$openlauncher_restarts" = 0 ]; then
    command exec 8>"$openlauncher_output" || refuse output
  else
    command exec 8>>"$openlauncher_output" || refuse output
  fi
  if [ "$openlauncher_merge" = yes ]; then
    command exec 8>>"$openlauncher_output" 9>&8 || refuse output
  elif [ "$openlauncher_restarts" = 0 ]; then
    command exec 9>"$openlauncher_errors" || refuse errors
  else
    command exec 9>>"$openlauncher_errors" || refuse errors
  fi
  umask 022
  unset PWD OLDPWD SHLVL
  eval "export $openlauncher_variables"
  case $openlauncher_program in
    */*)
      [ -e "$openlauncher_program" ] || refuse "missing $(printable)"
      [ ! -d "$openlauncher_program" ] && [ -x "$openlauncher_program" ] || refuse "denied $(printable)"
      ;;
    *) command -v -- "$openlauncher_program" >/dev/null || refuse "missing $(printable)" ;;
  esac
  tell started "${SLURMD_NODENAME:-$(uname -n)}"
  eval "set -- $openlauncher_arguments"
  exec "$@" >&8 2>&9 8>&- 9>&-
)
openlauncher_code=$?

# Whether the kernel ended a process of the job for want of memory: its control groups count.
out_of_memory() {
  while IFS=: read -r openlauncher_hierarchy openlauncher_controllers openlauncher_group; do
    case ,$openlauncher_controllers, in
      ,,) openlauncher_root=/sys/fs/cgroup openlauncher_file=memory.events ;;
      *,memory,*) openlauncher_root=/sys/fs/cgroup/memory openlauncher_file=memory.oom_control ;;
      *) continue ;;
    esac
    while :; do
      case $openlauncher_group in
        */job_*) ;;
        *) break ;;
      esac
      if [ -r "$openlauncher_root$openlauncher_group/$openlauncher_file" ]; then
        while read -r openlauncher_word openlauncher_number; do
          [ "$openlauncher_word" != oom_kill ] || [ "$openlauncher_number" = 0 ] || return 0
        done <"$openlauncher_root$openlauncher_group/$openlauncher_file"
      fi
      openlauncher_group=${openlauncher_group%/*}
    done
  done </proc/self/cgroup
  return 1
}
openlauncher_memory=0
out_of_memory 2>/dev/null && openlauncher_memory=1

tell ended "$openlauncher_code $openlauncher_asked $openlauncher_memory"
# Whoever was asked to end may run again.
[ "$openlauncher_asked" = 1 ] || rm -f -- "$openlauncher_base.order"
exit "$openlauncher_code"
