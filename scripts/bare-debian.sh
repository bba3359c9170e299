#!/usr/bin/env bash
# Does a fresh clone work on a bare Debian 12 that has git, make and python3-venv, and nothing else?
#
#   scripts/bare-debian.sh                      make setup; then make demo and make test with loopback only
#   scripts/bare-debian.sh 'COMMAND' ...        these instead, each with the network
#
# Needs root, debootstrap and a Debian mirror (MIRROR=..., else debootstrap's own default). The host's pip and uv
# configuration is passed through: its variables, its files, and what those point at (certificates are copied, folders
# are bound read-only). Everything lives under a temporary folder and in private mount and process namespaces, so
# nothing is left mounted or running however this ends.
set -euo pipefail

if [ "${BARE_DEBIAN_INSIDE:-}" != 1 ]; then
  [ "$(id -u)" = 0 ] || { echo "bare-debian: needs root, for chroot" >&2; exit 64; }
  command -v debootstrap > /dev/null || { echo "bare-debian: needs debootstrap (apt-get install debootstrap)" >&2; exit 64; }
  exec env BARE_DEBIAN_INSIDE=1 unshare --mount --pid --fork --kill-child --mount-proc -- "$0" "$@"
fi

here=$(cd "$(dirname "$0")/.." && pwd)
top=$(mktemp -d "${TMPDIR:-/tmp}/bare-debian.XXXXXX")
root=$top/root
mounted=()

clean_up() {
  local at
  for ((at = ${#mounted[@]} - 1; at >= 0; at--)); do umount "${mounted[at]}" || umount --lazy "${mounted[at]}" || true; done
  # debootstrap may leave its own; a mounted folder is never deleted into.
  while read -r at; do umount --lazy "$at" || true; done < <(awk -v top="$root/" 'index($2, top) == 1 { print $2 }' /proc/mounts | sort -r)
  rm -rf --one-file-system "$top"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

say() { printf '== %s\n' "$*"; }

attach() { # attach TARGET MOUNT-ARGUMENTS...
  local target=$root$1
  shift
  mkdir -p "$target"
  mount "$@" "$target"
  mounted+=("$target")
}

same_place() { # the host's file or folder, at the same path inside
  local path=$1
  case $path in /proc* | /dev* | /sys* | /) return 0 ;; esac
  if [ -d "$path" ]; then
    case $path in /etc/ssl/certs | /etc/ssl/certs/) return 0 ;; esac # the bare system has its own; the bundle is copied
    attach "$path" --bind "$path"
    mount -o remount,bind,ro "$root$path"
  elif [ -f "$path" ]; then
    mkdir -p "$root$(dirname "$path")"
    cp -L "$path" "$root$path"
  fi
}

say "a minimal Debian 12"
debootstrap --variant=minbase --include=git,make,python3-venv,ca-certificates bookworm "$root" ${MIRROR:+"$MIRROR"} > "$top/debootstrap.log" 2>&1 \
  || { tail -n 20 "$top/debootstrap.log" >&2; exit 1; }
attach /proc -t proc proc
attach /dev/shm -t tmpfs tmpfs
attach /dev/pts -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts # a machine has terminals
ln -sf pts/ptmx "$root/dev/ptmx"
for name in null zero full random urandom; do [ -c "$root/dev/$name" ] || cp -a "/dev/$name" "$root/dev/$name"; done
printf '127.0.0.1 localhost\n::1 localhost\n' > "$root/etc/hosts"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"

say "the host's package configuration"
passed=()
while IFS='=' read -r name _; do
  case $name in
    PIP_* | UV_* | SSL_CERT_FILE | SSL_CERT_DIR | REQUESTS_CA_BUNDLE | http_proxy | https_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY)
      passed+=("$name=${!name}") ;;
  esac
done < <(env)
files=(/etc/pip.conf /etc/xdg/pip/pip.conf /etc/uv/uv.toml "${PIP_CONFIG_FILE:-}" "${UV_CONFIG_FILE:-}")
own=("$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf" "$HOME/.config/uv/uv.toml")
for file in "${files[@]}"; do [ -z "$file" ] || same_place "$file"; done
chroot "$root" useradd --create-home --home-dir /srv/office --shell /bin/bash office
for file in "${own[@]}"; do
  [ -f "$file" ] || continue
  mkdir -p "$root/srv/office/$(dirname "${file#"$HOME"/}")"
  cp -L "$file" "$root/srv/office/${file#"$HOME"/}"
done
# Every existing absolute path that a variable or a file names.
while read -r path; do
  case $path in */simple | */simple/) path=$(dirname "$path") ;; esac # a folder index points at files beside itself
  same_place "$path"
done < <(
  { [ ${#passed[@]} -eq 0 ] || printf '%s\n' "${passed[@]}"; cat "${files[@]}" "${own[@]}" 2> /dev/null || true; } \
    | sed 's/#.*//' | grep -oE "(^|[=\" ,']|file://)/[^\" ,']+" | sed -E "s/^[^\/]*//; s#^//##" | sort -u)

say "a fresh clone"
git -c safe.directory="$here" -c safe.directory="$here/.git" clone --quiet --no-hardlinks "$here" "$root/srv/detente"
git -C "$root/srv/detente" remote remove origin
chroot "$root" chown -R office:office /srv/office /srv/detente

inside() { # inside PREFIX... -- COMMAND; no standard input, no terminal, a plain user
  local prefix=()
  while [ "$1" != -- ]; do prefix+=("$1"); shift; done
  say "$2"
  "${prefix[@]}" chroot --userspec=office:office "$root" env -i HOME=/srv/office USER=office LOGNAME=office LANG=C.UTF-8 \
    PATH=/usr/local/bin:/usr/bin:/bin "${passed[@]}" bash -c "cd /srv/detente && { $2; }" < /dev/null
}

if [ $# -gt 0 ]; then
  for command in "$@"; do inside env -- "$command"; done
else
  inside env -- "make setup"
  for command in "make demo" "make test"; do
    # shellcheck disable=SC2016
    inside unshare --net bash -c 'ip link set lo up && exec "$@"' loopback -- "$command"
  done
fi
say "works on a bare Debian 12"
