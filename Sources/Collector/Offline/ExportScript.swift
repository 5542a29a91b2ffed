import OrganizationModel

/// The shell script that makes an offline export with the AWS CLI.
///
/// What was changed is asked of CloudTrail in the Region that records it, one event name after the other, and the span that
/// was asked for goes into `export-times.json`, since only then can `collect` say which time the events cover.
///
/// It only reads. An answer that fails is kept as `<name>.error.txt`, so that a refusal is evidence too, and the
/// script goes on.
package enum ExportScript {
  package static let text = #"""
    #!/bin/sh
    # Reads an AWS Organization with the AWS CLI into a folder for `optout-audit collect --from FOLDER`.
    # It only reads. Run it with credentials of the management account or of a delegated administrator:
    #
    #   sh export.sh FOLDER [AWS CLI options such as --profile NAME]
    set -u
    [ $# -ge 1 ] || { echo "usage: sh export.sh FOLDER [AWS CLI options]" >&2; exit 64; }
    folder=$1
    shift
    command -v aws >/dev/null || { echo "the AWS CLI is not installed" >&2; exit 2; }
    [ ! -e "$folder" ] || { echo "$folder exists already; name a new folder" >&2; exit 2; }
    umask 077
    mkdir -p "$folder" || exit 2
    type=AISERVICES_OPT_OUT_POLICY
    started=$(date -u +%Y-%m-%dT%H:%M:%SZ)

    # ask NAME OPERATION [ARGUMENTS]: asks Organizations.
    # keep NAME SERVICE OPERATION [ARGUMENTS]: keeps the answer as NAME.json, or the message as NAME.error.txt.
    ask() {
      name=$1
      shift
      keep "$name" organizations "$@"
    }
    keep() {
      name=$1 service=$2 operation=$3
      shift 3
      mkdir -p "$(dirname "$folder/$name")"
      if AWS_PAGER= aws "$service" "$operation" "$@" --output json \
        >"$folder/$name.json" 2>"$folder/$name.error.txt"; then
        rm -f "$folder/$name.error.txt"
      else
        rm -f "$folder/$name.json"
        echo "$operation $name failed: $(tail -n 1 "$folder/$name.error.txt")" >&2
        return 1
      fi
    }

    # ids NAME FIELD: the values of FIELD in an answer, one a line.
    ids() {
      [ -f "$folder/$1.json" ] || return 0
      sed -n "s/^ *\"$2\": *\"\\([-_A-Za-z0-9]*\\)\",*\$/\\1/p" "$folder/$1.json" | sort -u
    }

    ask describe-organization describe-organization "$@" || exit 2
    ask list-roots list-roots "$@"
    ask list-accounts list-accounts "$@" || exit 2
    ask list-policies list-policies --filter "$type" "$@"
    ask describe-resource-policy describe-resource-policy "$@"
    ask list-delegated-administrators list-delegated-administrators "$@"
    ask list-accounts-with-invalid-effective-policy list-accounts-with-invalid-effective-policy \
      --policy-type "$type" "$@"
    ask list-aws-service-access-for-organization list-aws-service-access-for-organization "$@"

    parents=$(ids list-roots Id | grep '^r-')
    while [ -n "$parents" ]; do
      next=
      for parent in $parents; do
        ask "list-organizational-units-for-parent/$parent" list-organizational-units-for-parent \
          --parent-id "$parent" "$@"
        ask "list-accounts-for-parent/$parent" list-accounts-for-parent --parent-id "$parent" "$@"
        next="$next $(ids "list-organizational-units-for-parent/$parent" Id | grep '^ou-')"
      done
      parents=$(echo $next)
    done

    for policy in $(ids list-policies Id | grep '^p-'); do
      ask "describe-policy/$policy" describe-policy --policy-id "$policy" "$@"
      ask "list-targets-for-policy/$policy" list-targets-for-policy --policy-id "$policy" "$@"
    done
    for account in $(ids list-delegated-administrators Id); do
      ask "list-delegated-services-for-account/$account" list-delegated-services-for-account \
        --account-id "$account" "$@"
    done
    for account in $(ids list-accounts Id); do
      ask "describe-effective-policy/$account" describe-effective-policy \
        --policy-type "$type" --target-id "$account" "$@"
    done

    # Who changed what, as far back as CloudTrail's event history reaches. Changes of organizations are recorded in one
    # Region of each partition, and in the account that made them.
    region=us-east-1
    case $(sed -n 's/^ *"Arn": *"arn:\([-a-z]*\):organizations.*/\1/p' "$folder/describe-organization.json") in
      aws-cn) region=cn-northwest-1 ;;
      aws-us-gov) region=us-gov-west-1 ;;
      aws-iso) region=us-iso-east-1 ;;
      aws-iso-b) region=us-isob-east-1 ;;
      aws-iso-e) region=eu-isoe-west-1 ;;
      aws-iso-f) region=us-isof-south-1 ;;
      aws-eusc) region=eusc-de-east-1 ;;
    esac
    account=$(AWS_PAGER= aws sts get-caller-identity --query Account "$@" --output text 2>/dev/null)
    # GNU's date, then BSD's.
    since=$(date -u -d '90 days ago' +%Y-%m-%dT%H:%M:%SZ 2>/dev/null) ||
      since=$(date -u -v-90d +%Y-%m-%dT%H:%M:%SZ 2>/dev/null) || since=
    events=
    for event in \#(Event.writeNames.joined(separator: " ")); do
      # A refusal would be the same for the others.
      keep "lookup-events/$event" cloudtrail lookup-events \
        --lookup-attributes "AttributeKey=EventName,AttributeValue=$event" \
        ${since:+--start-time "$since"} --end-time "$started" "$@" --region "$region" || { since=; break; }
    done
    case $account in
      [0-9]*) [ -z "$since" ] || events=$(printf ', "events": {"account": "%s", "from": "%s", "to": "%s"}' \
        "$account" "$since" "$started") ;;
    esac

    ended=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    printf '{"startedAt": "%s", "endedAt": "%s"%s}\n' "$started" "$ended" "$events" \
      >"$folder/export-times.json"
    echo "done; now: optout-audit collect --from $folder" >&2

    """#
}
