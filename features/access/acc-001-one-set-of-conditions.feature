@access
Feature: One set of conditions for all
  Who opens a market says on what conditions, and means everybody.

  @ACC-001 @must @binds-platform
  Rule: ACC-001 A platform that declares open access MUST apply one published set of access conditions, interfaces and fees to every payment provider, its affiliate included; any other platform SHOULD
    Source: ECOM art. 32 · AMLAW art. 22 · PCAC-INIT      Basis: law (by analogy)
    What the source says: a platform's rules are open, fair and impartial; a dominant firm treats equals equally.
    Our reading: the law speaks of those who trade on a platform; what holds for them holds for providers, by analogy. Nobody
    is bound to open up (ACC-007); who declares it is bound by what was published.

    @ACC-001.1
    Scenario Outline: Two applicants that differ in nothing but their owner
      Given a platform that declares open access
      When a provider of the platform's own group and a rival apply alike, lacking <what>
      And the published time for an answer has passed
      Then the owner has made no difference
      And every answer follows the published conditions

      Examples:
        | what                                |
        | nothing                             |
        | lawful-authority                    |
        | published-interface                 |
        | refunds-to-the-origin and open-fees |

    @ACC-001.2
    Scenario: Whoever speaks a published interface and meets the conditions is let in
      Given a platform that declares open access
      When a provider applies for each published interface
      And the published time for an answer has passed
      Then every answer follows the published conditions

    @ACC-001.3 @property
    Scenario: It holds whoever applies with whatever
      Given any market that the rulebook allows
      Then in each of them every answer follows the published conditions, whoever owns the applicant
