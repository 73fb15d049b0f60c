# Sourced by the scripts beside it: processes that one run starts and a later one finds again, Debian's packages, control groups.
# They keep what they know of process NAME in $folder/NAME.process and what it says in $folder/NAME.log.
# shellcheck shell=bash disable=SC2154

# A process is known by its id and its start time: the id alone may be somebody else's by now.
start_time() { awk '{sub(/.*\) /, ""); print $20}' "/proc/$1/stat" 2>/dev/null || true; }

alive() {
  local pid began
  [ -s "$folder/$1.process" ] || return 1
  read -r pid began <"$folder/$1.process"
  [ -n "$began" ] && [ "$(start_time "$pid")" = "$began" ] && ! grep -q '^State:.Z' "/proc/$pid/status"
}

start() {
  local name=$1 pid
  shift
  (cd / && exec setsid "$@" </dev/null >>"$folder/$name.log" 2>&1) &
  pid=$!
  sleep 0.1
  printf '%s %s\n' "$pid" "$(start_time "$pid")" >"$folder/$name.process"
}

stop() {
  local name=$1 pid
  if alive "$name"; then
    read -r pid _ <"$folder/$name.process"
    kill -TERM "$pid"
    for _ in $(seq 300); do
      alive "$name" || break
      sleep 0.1
    done
    ! alive "$name" || kill -KILL "$pid"
  fi
  rm -f "$folder/$name.process"
}

install_packages() {
  local package missing=() policy=/usr/sbin/policy-rc.d made_policy=
  for package; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # Packages start their services unless this says no.
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod 755 $policy; made_policy=1; }
  apt-get -o DPkg::Lock::Timeout=300 update -q >"$folder/apt.log" 2>&1 || true
  apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "${missing[@]}" 9>&- >>"$folder/apt.log" 2>&1 ||
    { tail -n 20 "$folder/apt.log" >&2; die "the packages can't be installed"; }
  [ -z "$made_policy" ] || rm -f $policy
}

# Control groups as they are; where none are mounted, those of version 1.
mount_control_groups() {
  local controller
  if [ "$(stat -fc %T /sys/fs/cgroup)" != cgroup2fs ] && ! grep -q ' /sys/fs/cgroup/memory ' /proc/mounts; then
    mountpoint -q /sys/fs/cgroup || mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
    for controller in $(awk '!/^#/ && $4 == 1 {print $1}' /proc/cgroups); do
      mkdir -p "/sys/fs/cgroup/$controller"
      mountpoint -q "/sys/fs/cgroup/$controller" || mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller"
    done
  fi
}
