@evidence
Feature: Every rule has its scenario
  A rulebook that nobody tests is a promise. This one fails when a rule loses its test.

  @EVD-001 @must @binds-harness
  Rule: EVD-001 Every rule MUST have a scenario and every scenario a rule; each rule carries source, binds, level and revision
    Source: house      Basis: house
    Our reading: register, features, judges and defects are held together by a check that is itself tested.

    @EVD-001.1
    Scenario: Register and features fit together
      When the register is compared with the features, the judges and the defects
      Then nothing is orphaned

    @EVD-001.2
    Scenario Outline: A gap is found
      When <something> is broken in a copy of the rulebook
      Then the gap is found and named

      Examples:
        | something                              |
        | a scenario of a rule                   |
        | the only feature of a rule             |
        | the register entry of a rule           |
        | the wording of a statement             |
        | the level of a rule                    |
        | the tag of a scenario                  |
        | an unknown tag                         |
        | a tag of a rule that does not exist    |
        | the judge of a check                   |
        | the defect of a check                  |
        | a source behind a legal label          |
        | an id that is used twice               |
