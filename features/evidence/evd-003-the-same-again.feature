@evidence
Feature: The same again
  Evidence that comes out differently the second time is an anecdote.

  @EVD-003 @must @binds-harness
  Rule: EVD-003 The same code, rulebook revision, profile and seed MUST give the same canonical history
    Source: house · ESIGN art. 5, 6      Basis: house
    Our reading: two runs of one seed have one canonical digest on every wire, and a folder that was touched since is found out.

    @EVD-003.1
    Scenario Outline: Two runs of one seed have one digest
      When one rule is run again with the same seed on <wire>
      Then both histories have the same canonical digest

      Examples:
        | wire     |
        | memory   |
        | loopback |

    @EVD-003.2
    Scenario: Another seed gives another history
      When one rule is run again with another seed
      Then both histories have different canonical digests

    @EVD-003.3
    Scenario: A folder that was touched is found out
      When the folder of a run is left alone, and then tampered with in every known way
      Then only what was left alone is believed
