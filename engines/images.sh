# Sourced by the scripts beside it: folders that become the images of the tests.
# shellcheck shell=bash disable=SC2154

# A shell and its helpers from one program; no useradd, no bash.
make_busybox_root() {
  local root=$1 applet
  mkdir -p "$root"/{bin,etc,tmp,root,home,proc,sys,dev,usr/bin}
  chmod 755 "$root"
  chmod 1777 "$root/tmp"
  cp /bin/busybox "$root/bin/busybox"
  for applet in $(/bin/busybox --list); do
    [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
  done
  ln -s ../../bin/env "$root/usr/bin/env"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
}

# Debian with bash, useradd and getent: prints the name of an archive that is made once for all engines.
debian_archive() {
  local engines=${OPENLAUNCHER_ENGINES:-/tmp/openlauncher-engines} mirror root
  local archive=$engines/debian.tar
  mkdir -p "$engines"
  (
    flock 8
    [ ! -s "$archive" ] || exit 0
    say "making the Debian image"
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 'Identifier: Packages' 2>/dev/null | grep -v security | head -n 1)
    root=$(mktemp -d "$engines/image.XXXXXX")
    chmod 755 "$root"
    debootstrap --variant=minbase bookworm "$root" "$mirror" >"$engines/debootstrap.log" 2>&1 ||
      { tail -n 5 "$engines/debootstrap.log" >&2; die "the Debian image can't be made"; }
    rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale,info}/*
    tar -C "$root" --numeric-owner --exclude='./dev/*' -cf "$archive.new" .
    mv "$archive.new" "$archive"
    rm -rf "$root"
  ) 8>"$archive.lock" || return 1
  printf '%s\n' "$archive"
}
