@evidence
Feature: No more than it is
  A report that sounds like a certificate does harm, however true each line of it is.

  @EVD-005 @must @binds-harness
  Rule: EVD-005 A report MUST say it is a simulation, name what was not tested, and label a rule law or rule only with a confirmed source
    Source: house      Basis: house
    Our reading: each page says so in its head, in both languages; a legal label rests on a source of its kind that somebody has read.

    @EVD-005.1
    Scenario: Every page says that it is about a simulation
      Given a payer who owes ¥128.50 and has chosen WeChat Pay
      When the payer pays with WeChat Pay
      And all messages have arrived
      And the reports of a run are drawn up
      Then each says that it is about a simulation

    @EVD-005.2
    Scenario: What was not tested is named
      When the report of a run of one rule is drawn up
      Then it names every rule that was not tested

    @EVD-005.3
    Scenario Outline: A legal label that nobody confirmed is found
      When a rule is labelled <label> by a source <source>
      Then the rulebook does not hold together

      Examples:
        | label    | source          |
        | law      | recalled        |
        | law      | transcribed     |
        | law      | of-another-kind |
        | rule     | recalled        |
        | standard | recalled        |
