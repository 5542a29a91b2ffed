/// `README.md` of a pack: what it is and how to check it, for a reader who has never seen the tool.
package struct PackGuide {
  package var manifest: Manifest
  /// What the report says first: verdict, lock, counts, each a sentence.
  package var answer: [String]

  package init(manifest: Manifest, answer: [String]) {
    self.manifest = manifest
    self.answer = answer
  }

  package var text: String {
    """
    # Evidence pack: AI services opt-out of \(manifest.organization)

    Period \(manifest.periodFrom) to \(manifest.periodTo), judged on \(manifest.reportDate), made with
    optout-audit \(manifest.toolVersion).

    \(answer.joined(separator: "\n"))

    This pack is supporting evidence, not a certificate. It states what was observed at the times given; whether that
    meets a requirement is for you to judge. Every item of the report says what its evidence proves and what it does
    not prove.

    ## Start here

    - `report/report.html` is the report for people: one file, opens in any browser without a network.
    - `report/report.md` is the same as text, `report/*.csv` as tables, `report/report.json` for programs,
      `report/oscal-assessment-results.json` as OSCAL, `report/ocsf-findings.json` as OCSF.
    - `catalogue/` holds the checklists and the list of services that the report was measured against.
    - `evidence/` holds everything that was observed and recorded, from the first entry on.

    ## Check it in three commands

    Run them in this folder. They need `sha256sum` and `openssl`, and nothing of optout-audit.

    ```
    sha256sum --strict -c *SHA256SUMS
    openssl cms -verify -binary -inform PEM -in SHA256SUMS.p7s -content SHA256SUMS -CAfile ca.pem -purpose any -out /dev/null
    openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile tsa-ca.pem
    ```

    1. Every file is as it was when the pack was made: those of the pack by `SHA256SUMS`, signature and token by
       `SIGNATURES.SHA256SUMS`, which a pack has that was signed or time-stamped when it was made.
    2. Somebody signed for that. `ca.pem` is the certificate that you trust for the signer: get it from them, not from
       here. Without `SHA256SUMS.p7s` the pack is not signed.
    3. It existed at the time that the token names. `tsa-ca.pem` is the time stamp authority's certificate. Without
       `SHA256SUMS.tsr` the pack is not time-stamped.

    Signature, token and their checksums lie beside the archive, because they differ each time; put them into this folder
    under the names above. Any changed byte fails one of the three, but for capital letters in a checksum, which mean the
    same.

    ## Check what the report says

    With optout-audit of the same version, everything is worked out again from the evidence: digests, effective
    policies, verdicts, scores, and every file of this pack, byte by byte.

    ```
    optout-audit verify .
    ```

    ## What the evidence is

    - `evidence/chain/NNNNNN-….json`: the chain, one file an entry. A snapshot's entry holds what it changed; an
      attestation's, a probe's or an import of events what was recorded. Each entry's `digest` covers what it holds and
      the digest before it, so nothing can be changed, taken out or put in between without changing the head:
      `\(manifest.chainHead)`.
    - `evidence/documents/SHA256.json`: texts as AWS sent them: policies, and its answers about effective policies. The
      name is the SHA-256 of the text.
    - `evidence/files/SHA256`: files that people gave with attestations, and what probes read.
    - `evidence/state/TIME-….json`: the whole organization as it was seen at the start and at the end of the period and
      each time something had changed in between, for reading.

    A chain proves that nothing was changed after it was sealed. It does not prove that everything was recorded: the
    report names gaps, and compare the head with one that you got earlier.
    \(manifest.actorsRedacted ? Self.redaction : "")
    """
  }

  private static let redaction = """

    ## People are hidden

    Names, addresses and ARNs of people and sessions are replaced by pseudonyms (`person-1`, `address-1`), the same
    one each time. Digests of entries that name people cannot be worked out again from this pack; all others can. The
    sender has the whole pack.
    """
}
