#!/bin/sh
# Installs Debian packages that Gouji works without, only not in full:
# LibreOffice, through which doc, wps, odt and rtf become docx (Writer), and xls, et and ods become xlsx (Calc);
# Chromium and Chinese fonts, in which the tests open the report page.
#
# Usage: scripts/system-packages.sh
#
# This script never fails: what it cannot install it names in one line, with the reason, and leaves out.
set -eu

# Seconds for each way to the network; what follows works on local files and must not be cut off in the middle.
limit=300

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

quiet() {
    DEBIAN_FRONTEND=noninteractive timeout -k 10 "$@" >/dev/null 2>&1 </dev/null
}
apt='apt-get -qq -o DPkg::Lock::Timeout=60 -o Acquire::Retries=1'
# Without what Debian merely recommends (dictionaries, a Java runtime).
get="$apt -y --no-install-recommends install"
updated=

skip() {
    echo "system packages: skipped, so $without: $1" >&2
}

# Installs $packages, which hold $name; $without says what is missing else.
provide() {
    command -v apt-get >/dev/null 2>&1 || { skip "no apt-get on this system; install $name your own way"; return; }
    missing=
    for package in $packages; do
        installed "$package" || missing="$missing $package"
    done
    [ "$(id -u)" = 0 ] || { skip "only root may; run: apt-get install --no-install-recommends$missing"; return; }
    echo "system packages: installing$missing" >&2
    # An old list of packages names files that are gone from the servers, so it is fetched anew first.
    [ "$updated" ] || quiet "$limit" $apt update || { skip "apt-get could not fetch its lists; is there a network?"; return; }
    updated=yes
    quiet "$limit" $get --download-only $missing || { skip "apt-get could not fetch$missing"; return; }
    quiet 3600 $get --no-download $missing || { skip "apt-get could not install$missing; try: apt-get install$missing"; return; }
}

# Whoever has another LibreOffice, such as the one with a graphical interface, keeps it.
if ! command -v soffice >/dev/null 2>&1 && ! command -v libreoffice >/dev/null 2>&1; then
    name=LibreOffice
    without='doc, wps, odt, rtf, xls, et and ods are not read'
    packages='libreoffice-writer-nogui libreoffice-calc-nogui'
    provide
fi

if ! command -v chromium >/dev/null 2>&1; then
    name=Chromium
    without='no test opens the report page in a browser'
    packages='chromium fonts-noto-cjk'
    provide
fi
