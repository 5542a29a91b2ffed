# Opts the organization out of AI services data use.
# {{madeBy}}.
#
# Apply it with credentials of the management account. Import blocks need Terraform 1.5.
{{comments}}

terraform {
  required_version = ">= 1.5.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0.0"
    }
  }
}

{{organization}}

{{policies}}
