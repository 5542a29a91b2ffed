#!/usr/bin/env bash
# Opts the organization out of AI services data use.
# {{madeBy}}.
#
#   ./opt-out.sh            checks, and shows what it would do
#   ./opt-out.sh --apply    does it
#
# Run it with credentials of the management account (AWS CLI, version 1 or 2). It looks before each change and is safe to
# run again: what is as it should be is left alone.
#
# The commands: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_create.html
# Not every state needs every function below, and names from the organization must never be expanded.
# shellcheck disable=SC2016,SC2317
set -euo pipefail

readonly policy_type=AISERVICES_OPT_OUT_POLICY
readonly organization={{organization}}
root={{root}}

apply=no
changes=0

say() { printf '%s\n' "$*"; }

stop() {
  printf 'stopped: %s\n' "$*" >&2
  exit 2
}

for word in "$@"; do
  case $word in
    --apply) apply=yes ;;
    -h | --help)
      say "usage: $0 [--apply]"
      exit 0
      ;;
    *) stop "\"$word\" is not known; the only option is --apply" ;;
  esac
done

organizations() { aws organizations "$@"; }

# change WHAT COMMAND...: runs the command, or only says what it would do.
change() {
  local what=$1
  shift
  changes=$((changes + 1))
  if [ "$apply" = yes ]; then
    say "doing: $what"
    "$@" >/dev/null
  else
    say "would: $what"
  fi
}

require_organization() {
  local found
  if ! found=$(organizations describe-organization --query Organization.Id --output text 2>&1); then
    case $found in
      *AWSOrganizationsNotInUseException*)
        [ -z "$organization" ] || stop "this account is in no organization; it should be in $organization"
        say "There is no organization yet. One is free; it makes this account the management account for good, and"
        say "its bill covers all accounts that join. With all features, policies of the organization bind its members."
        change "create an organization with all features" organizations create-organization --feature-set ALL
        [ "$apply" = yes ] || finish
        ;;
      *) stop "describe-organization failed: $found" ;;
    esac
  elif [ -n "$organization" ] && [ "$found" != "$organization" ]; then
    stop "these credentials are for $found; this script is for $organization"
  fi
}

require_all_features() {
  local found
  found=$(organizations describe-organization --query Organization.FeatureSet --output text)
  [ "$found" != ALL ] || return 0
  say "The organization has consolidated billing only; policies need all features. Enabling them cannot be undone."
  say "Accounts that were invited must accept first: each gets a message; accounts created here need not."
  change "ask for all features (enable-all-features)" organizations enable-all-features
  say "When every invited account has accepted, finish in the console or with accept-handshake, and run this again."
  say "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html"
  finish
}

require_root() {
  local found
  found=$(organizations list-roots --query 'Roots[0].Id' --output text)
  [ -z "$root" ] || [ "$found" = "$root" ] || stop "the root is $found; this script is for $root; collect again"
  root=$found
}

type_status() {
  organizations list-roots --output text \
    --query "Roots[0].PolicyTypes[?Type=='$policy_type'].Status | [0]"
}

# until_type WORD STATUS: waits while AWS is still changing the policy type.
until_type() {
  local tries=0
  until [ "$(type_status)" = "$2" ]; do
    tries=$((tries + 1))
    [ "$tries" -le 30 ] || stop "the policy type is not $1 after a minute; run this again later"
    sleep 2
  done
}

require_policy_type() {
  local status
  status=$(type_status)
  [ "$status" != ENABLED ] || return 0
  if [ "$status" != PENDING_ENABLE ]; then
    # It can be enabled again only when it is disabled altogether.
    if [ "$status" = PENDING_DISABLE ] && [ "$apply" = yes ]; then until_type disabled None; fi
    change "enable the policy type $policy_type" \
      organizations enable-policy-type --root-id "$root" --policy-type "$policy_type"
  fi
  [ "$apply" != yes ] || until_type enabled ENABLED
}

# Lists are asked for as JSON, which the AWS CLI puts together from all pages before the query; as text it would answer
# once for each page.
# https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html#text-output

# has_policy ID: whether the organization has an AI services opt-out policy with this id.
has_policy() {
  local count
  count=$(organizations list-policies --filter "$policy_type" --query "length(Policies[?Id=='$1'])" --output json) ||
    stop "the policies cannot be listed"
  [ "$count" = 1 ]
}

text_of() { organizations describe-policy --policy-id "$1" --query Policy.Content --output text; }

# require_text ID WHAT OLD NEW: gives a policy its text, unless it is neither the old nor the new one.
require_text() {
  local found old
  has_policy "$1" || stop "$2 is not there any more; collect again"
  found=$(text_of "$1")
  old=$(printf '%s' "$3")
  [ "$found" != "$4" ] || return 0
  [ -z "$old" ] || [ "$found" = "$old" ] || stop "$2 has changed since the snapshot; collect again"
  change "replace the text of $2" organizations update-policy --policy-id "$1" --content "$4"
}

# keep_text ID WHAT TEXT: stops when a policy no longer says what it should.
keep_text() {
  has_policy "$1" || stop "$2 is not there any more; collect again"
  [ "$(text_of "$1")" = "$(printf '%s' "$3")" ] || stop "$2 has changed since the snapshot; collect again"
}

# require_policy NAME DESCRIPTION TEXT: sets `policy` to the id of the policy with this name, made or corrected.
require_policy() {
  policy=$(organizations list-policies --filter "$policy_type" --query "Policies[?Name=='$1'].Id | [0]" --output json)
  policy=${policy//\"/}
  if [ "$policy" = null ]; then
    policy=
    if [ "$apply" = yes ]; then
      changes=$((changes + 1))
      say "doing: create the policy \"$1\""
      policy=$(organizations create-policy --type "$policy_type" --name "$1" --description "$2" --content "$3" \
        --query Policy.PolicySummary.Id --output text)
    else
      change "create the policy \"$1\""
    fi
  elif [ "$(text_of "$policy")" != "$3" ]; then
    change "replace the text of \"$1\" ($policy)" organizations update-policy --policy-id "$policy" --content "$3"
  fi
}

# is_attached POLICY NODE
is_attached() {
  local count
  count=$(organizations list-targets-for-policy --policy-id "$1" --query "length(Targets[?TargetId=='$2'])" \
    --output json) || stop "it cannot be read where $1 is attached"
  [ "$count" = 1 ]
}

# attach POLICY WHAT NODE WHERE; an empty id is a policy that would be created.
attach() {
  if [ -n "$1" ] && is_attached "$1" "$3"; then return 0; fi
  change "attach $2 to $4" organizations attach-policy --policy-id "$1" --target-id "$3"
}

# detach POLICY WHAT NODE WHERE WHY
detach() {
  if ! has_policy "$1" || ! is_attached "$1" "$3"; then return 0; fi
  change "detach $2 from $4: $5" organizations detach-policy --policy-id "$1" --target-id "$3"
}

finish() {
  if [ "$changes" -eq 0 ]; then
    say "Nothing to change."
  elif [ "$apply" = yes ]; then
    say "$changes changes made. AWS publishes them within seconds; then: optout-audit collect && optout-audit status"
  else
    say "$changes changes to make; run again with --apply to make them."
  fi
  exit 0
}

command -v aws >/dev/null || stop "the AWS CLI is not installed: https://docs.aws.amazon.com/cli/"
require_organization
require_all_features
require_root
require_policy_type

{{steps}}

finish
