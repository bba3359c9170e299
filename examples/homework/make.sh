#!/usr/bin/env bash
# EXAMPLE 示例: two invented offices, heron and otter, do their homework alone: cards, words and scope. Makes the sheets beside this
# file anew: `PATH=.venv/bin:$PATH examples/homework/make.sh`. Needed when a card's text has changed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
homes=$(mktemp -d)
trap 'rm -rf "$homes"' EXIT
export DETENTE_LANG=en
say() { detente --home "$homes/$office" "$@" > /dev/null 2>&1; }

office=heron
say cards answer a-copies --tell notice --class autonomous-replication --soon within-24h \
  --note "EXAMPLE It ended, but the machine stood on their side. Better they hear it from us."
say cards answer a-errand --tell notice --class unauthorised-agent-action --soon within-4h
say cards answer a-two-faces --tell if-asked --class different-behaviour-under-evaluation --soon within-15d \
  --note "EXAMPLE Telling early tells others how it is done."
say cards answer b-adrift --tell notice --class command-link-loss --soon within-1h
say cards answer b-six-minutes --tell no --note "EXAMPLE Not this channel."
say cards answer b-near-a-liner --tell informally --class close-encounter --soon within-24h
say cards answer c-weights-online --tell notice --class weights-outside-authorised-control --soon within-24h
say cards answer c-notebook --tell notice --class ai-assisted-biological-weapons --soon within-72h
say cards answer c-thirty-doors --tell notice --class autonomous-network-intrusion --soon within-4h
say cards answer m-picture --tell informally --class synthetic-market-information --soon within-24h
say cards answer m-orders --tell notice --class automated-trading-anomaly --soon within-4h
say words mark loss-of-control --differs --in en --define "EXAMPLE People have no way left to stop the system." \
  --note "EXAMPLE Narrower than the scheme: deviation alone is unexpected-model-behaviour."
say words mark prompt-injection --ours
say words mark false-warning --ours
say words mark ai-assisted-cbrn-weapons --differs --in en --note "EXAMPLE Radiological sources included."
say scope mark A in
say scope mark B in --except "EXAMPLE military use" "示例：军事用途" --note "EXAMPLE Civil and dual-use first."
say scope mark C undecided
say scope mark M in

office=otter
say --lang zh cards answer a-copies --tell informally --class unauthorised-resource-acquisition --soon within-72h \
  --note "示例：未造成危害，可非正式说明。"
say cards answer a-errand --tell notice --class unauthorised-agent-action --soon within-4h
say cards answer a-two-faces --tell notice --class capability-threshold-reached --soon within-72h \
  --note "示例：双方均在使用该模型，应当通报。"
say cards answer b-adrift --tell notice --class entry-into-an-area --soon within-4h
say cards answer b-six-minutes --tell notice --class false-warning --soon within-1h --note "示例：对方可能已看到准备动作。"
say cards answer b-near-a-liner --tell informally --class close-encounter --soon within-24h
say cards answer c-weights-online --tell undecided
say cards answer c-notebook --tell if-asked --class ai-assisted-biological-weapons --soon within-72h
say cards answer c-thirty-doors --tell notice --class ai-assisted-network-intrusion --soon within-24h
say cards answer m-picture --tell no --class synthetic-market-information
say cards answer m-orders --tell notice --class automated-trading-anomaly --soon within-4h
say words mark loss-of-control --differs --in zh --define "示例：系统行为超出预期，但人员仍可停止。"
say words mark prompt-injection --ours
say words mark safety --ours
say words mark ai-assisted-cbrn-weapons --differs --in zh --note "示例：应包括导弹。"
say scope mark A in
say scope mark B undecided --note "示例：另设渠道？"
say scope mark C in
say scope mark M in --except "EXAMPLE monetary policy" "示例：货币政策"

for office in heron otter; do
  language=en; [ "$office" = heron ] || language=zh
  for what in cards words scope; do
    DETENTE_LANG=$language say "$what" sheet "$here/$office.$what" --party "$office"
  done
done
