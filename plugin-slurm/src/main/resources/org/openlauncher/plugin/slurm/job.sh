#!/bin/sh
# Runs one job on its node, and writes into the job's record when it starts and how it ends. Slurm
# keeps a copy of this script. All data of the job's comes from a file of its owner's, line by line:
# a letter that says what it is, and a text; where the letter is a capital one, the text has its
# special bytes written as \0ooo. Data stays in variables: eval sees only names that are counted
# here. What follows the line with the dot is the standard input of the job's program.
umask 077
openlauncher_base=$OPENLAUNCHER_BASE
openlauncher_news=${OPENLAUNCHER_NEWS:-}
openlauncher_once=${OPENLAUNCHER_ONCE:-}
unset OPENLAUNCHER_BASE OPENLAUNCHER_NEWS OPENLAUNCHER_ONCE
openlauncher_restarts=${SLURM_RESTART_COUNT:-0}

# Slurm asks all processes at once to end. Only the program obeys, so that its end is recorded.
openlauncher_asked=0
trap 'openlauncher_asked=1' TERM
trap : HUP INT QUIT USR1 USR2 ALRM XCPU

# The file that says that there is something new is made afterwards: whoever finds it takes it away
# and then reads.
tell() {
  printf '%s %s %s %s %s .\n' "$1" "$SLURM_JOB_ID" "$openlauncher_restarts" "$(date +%s)" "$2" \
    >>"$openlauncher_base.record"
  [ -z "$openlauncher_news" ] || printf '' 2>/dev/null >"$openlauncher_news"
}

# A submission whose answer got lost may have been repeated: only one of the two runs.
set -C
if printf '%s\n' "$SLURM_JOB_ID" 2>/dev/null >"$openlauncher_base.claim"; then
  set +C
else
  set +C
  IFS= read -r openlauncher_holder <"$openlauncher_base.claim"
  if [ "$openlauncher_holder" != "$SLURM_JOB_ID" ]; then
    tell yielded "${openlauncher_holder:-0}"
    exit 0
  fi
fi

# Where Slurm can't be told to run a job but once: what has begun does not begin again.
if [ -n "$openlauncher_once" ] && [ "$openlauncher_restarts" != 0 ] &&
  grep -q '^started ' "$openlauncher_base.record"; then
  tell refused again
  exit 0
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

# Tells again and again what all processes below this one use, with what left them but stayed in a
# session of one of theirs: seconds of the machine's clock, processor time and its share since the
# line before, memory in use, address space. One line of a fixed length, so that a reader never sees
# half of it. What measures is not counted.
measure() {
  openlauncher_pause=
  trap '[ -z "$openlauncher_pause" ] || { kill -KILL "$openlauncher_pause"; wait; }; exit 0' VTALRM
  trap '' HUP INT QUIT USR1 USR2 ALRM XCPU TERM
  openlauncher_page=
  openlauncher_last=
  openlauncher_lines=0
  while :; do
    # The first lines come soon, for whoever looks at a job that has just begun; not for one that is
    # over before.
    if [ "$openlauncher_lines" -lt 4 ]; then sleep 1 & else sleep 5 & fi
    openlauncher_pause=$!
    wait "$openlauncher_pause"
    openlauncher_pause=
    openlauncher_lines=$((openlauncher_lines + 1))
    if [ -z "$openlauncher_page" ]; then
      read -r openlauncher_meter openlauncher_rest </proc/self/stat || exit 0
      openlauncher_page=$(getconf PAGESIZE) || exit 0
    fi
    read -r openlauncher_now openlauncher_rest </proc/uptime || exit 0
    openlauncher_use=$(cat /proc/[0-9]*/stat | awk -v root=$$ -v meter="$openlauncher_meter" \
      -v now="$openlauncher_now" -v last="$openlauncher_last" -v page="$openlauncher_page" '
      {
        pid = $1
        sub(/^.*\) /, "")
        if (pid == meter || $2 == meter) next
        parent[pid] = $2
        session[pid] = $4
        ticks[pid] = $12 + $13 + $14 + $15
        space[pid] = $21
        pages[pid] = $22
      }
      END {
        if (!(root in parent)) exit 1
        member[root]
        do {
          more = 0
          for (pid in parent)
            if (!(pid in member) && ((parent[pid] in member) || (session[pid] in member))) {
              member[pid]
              more = 1
            }
        } while (more)
        for (pid in member) {
          used += ticks[pid] / 100
          resident += pages[pid] * page
          virtual += space[pid]
        }
        share = "-"
        if (split(last, before, " ") > 1) {
          if (used < before[2]) used = before[2]
          if (now > before[1]) share = sprintf("%.1f", 100 * (used - before[2]) / (now - before[1]))
        }
        printf "%.2f %.2f %s %.0f %.0f\n", now, used, share, resident, virtual
      }') || exit 0
    openlauncher_last=$openlauncher_use
    printf '%-98s.\n' "$openlauncher_use" 1<>"$openlauncher_base.use" || exit 0
  done
}
measure </dev/null >/dev/null 2>&1 &
openlauncher_measuring=$!

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

# Where a process is left over, Slurm looks again a second later whether it is gone, and the job
# keeps its place so long. Nobody else sends this signal.
kill -VTALRM "$openlauncher_measuring" 2>/dev/null
tell ended "$openlauncher_code $openlauncher_asked $openlauncher_memory"
# Whoever was asked to end may run again.
[ "$openlauncher_asked" = 1 ] || rm -f -- "$openlauncher_base.order"
wait "$openlauncher_measuring"
exit "$openlauncher_code"
