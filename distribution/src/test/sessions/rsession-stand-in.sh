#!/bin/sh
# Stands in for rsession in an image that has busybox alone: checks who it is, then answers on its port.
[ "$(id -un)" = "$USER" ] || { echo "expected to run as $USER, found $(id -un)" >&2; exit 1; }
[ -n "$OPENLAUNCHER_SESSION_TOKEN" ] || { echo "no token" >&2; exit 1; }
[ "$HOME" = "/home/$USER" ] && [ -w "$HOME" ] || { echo "the home folder $HOME can't be written" >&2; exit 1; }
exec httpd -f -p "$OPENLAUNCHER_SESSION_PORT" -h /tmp
