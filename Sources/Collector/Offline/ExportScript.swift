/// The shell script that makes an offline export with the AWS CLI.
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

    # ask NAME OPERATION [ARGUMENTS]: keeps the answer as NAME.json, or the message as NAME.error.txt.
    ask() {
      name=$1 operation=$2
      shift 2
      mkdir -p "$(dirname "$folder/$name")"
      if AWS_PAGER= aws organizations "$operation" --output json "$@" \
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

    ended=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    printf '{"startedAt": "%s", "endedAt": "%s"}\n' "$started" "$ended" >"$folder/export-times.json"
    echo "done; now: optout-audit collect --from $folder" >&2

    """#
}
