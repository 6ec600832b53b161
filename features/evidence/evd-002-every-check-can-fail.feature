@evidence
Feature: Every check can fail
  A check that cannot fail proves nothing when it passes.

  @EVD-002 @must @binds-harness
  Rule: EVD-002 Each MUST rule MUST be failed by at least one deliberately broken simulator, and a rule that cannot be exercised is a failure, not a skip
    Source: house      Basis: house
    Our reading: every check names broken twins that it must catch; silence is never a pass.

    @EVD-002.1
    Scenario: Every check has a broken twin
      When the catalogue of broken twins is compared with the checks
      Then every check of a MUST rule has one that it must catch

    @EVD-002.2
    Scenario: Broken twins are caught
      When some broken twins, drawn by lot, take the place of the real market
      Then each is caught by its check, for its reason

    @EVD-002.3
    Scenario Outline: Silence is a failure
      When <what happens> in a run of one rule
      Then the rule does not pass

      Examples:
        | what happens                       |
        | no scenario runs                   |
        | a scenario says nothing            |
        | one of two checks stays silent     |
        | a check has nothing to judge       |
        | a prerequisite is missing          |
        | the harness itself breaks          |
        | a step is not defined              |
