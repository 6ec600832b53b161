@resilience
Feature: Through the storm
  Networks lose, delay, repeat and reorder; processes fall over; clocks differ. Money must come through all of it.

  @RES-003 @must @binds-platform @binds-provider
  Rule: RES-003 Under any seeded mix of loss, delay, duplication, re-ordering, crash and clock skew, all MUST-invariants hold; after faults stop, all payments settle
    Source: HOUSE · NBPI art. 18 · MOJA      Basis: house
    Our reading: a bounded number of mixes, each drawn from the seed of the run; what is judged are the other rules' own checks.

    @RES-003.1 @several-providers
    Scenario Outline: A mix of faults drawn from the seed
      Given clocks that differ by up to two minutes
      And a merchant who accepts every provider
      When payers pay, change their minds and get money back in storm <number>
      And the storm is over and 6 hours pass
      Then every invariant held
      And every payment has settled

      Examples:
        | number |
        | 1      |
        | 2      |
        | 3      |
        | 4      |
        | 5      |
        | 6      |
        | 7      |
        | 8      |
