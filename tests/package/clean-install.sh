#!/bin/sh
# Installs a Debian package into a fresh system and uses it there: the command line makes five rows, the window opens.
# usage: clean-install.sh PACKAGE ROOT SCREENSHOT, as root, in a mount namespace of its own.
set -eu
package=$1 root=$2 screenshot=$3

if [ ! -e "$root/complete" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root"
    touch "$root/complete"
fi
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp "$package" "$root/tmp/seedbed.deb"

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
inside apt-get update --quiet --quiet
# What only looks at the window: a screen, a session bus, and who takes the picture.
inside apt-get install --yes --quiet --quiet --no-install-recommends xvfb xauth xdotool dbus-x11 imagemagick
inside apt-get remove --yes --quiet --quiet seedbed 2>/dev/null || true
inside apt-get install --yes --quiet --quiet --no-install-recommends /tmp/seedbed.deb

rm -f "$root/tmp/rows.jsonl" "$root/tmp/rows.jsonl.seedbed" "$root/tmp/window.png"
inside seedbed run attrprompt --rows 5 --out /tmp/rows.jsonl
rows=$(wc -l < "$root/tmp/rows.jsonl")
[ "$rows" = 5 ] || { echo "the command line made $rows rows instead of 5"; exit 1; }

inside xvfb-run --auto-servernum --server-args='-screen 0 1280x900x24' dbus-run-session -- sh -c '
    seedbed-desktop & window=$!
    timeout 60 xdotool search --sync --onlyvisible --name Seedbed > /dev/null
    # The page is drawn when it is no longer of one colour.
    timeout 60 sh -c "until import -window root /tmp/window.png && [ \$(identify -format %k /tmp/window.png) -gt 200 ]; do :; done"
    kill $window'
cp "$root/tmp/window.png" "$screenshot"
echo "installed on a clean system: 5 rows from the command line, the window opens"
