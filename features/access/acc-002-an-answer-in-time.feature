@access
Feature: An answer in time, with its reason
  Whoever knocks at a door that is said to be open gets an answer, and learns what is missing.

  @ACC-002 @must @binds-platform
  Rule: ACC-002 Where open access is declared, a complete application MUST be answered within the published time with a reason; "not now" is a valid reason if it is given to all alike
    Source: AMLAW art. 22 · PLATRULE26      Basis: unconfirmed (by analogy)
    What the source says: a dominant firm refuses nobody without a just cause; a platform that acts against a merchant says why.
    Our reading: a refusal names every published condition that is not met, and no other. An incomplete application is sent
    back at once with what is missing; the time runs from a complete one.

    @ACC-002.1
    Scenario Outline: A refusal names the condition that is not met
      Given a platform that declares open access
      When a provider applies that lacks <what>
      And the published time for an answer has passed
      Then every application is answered
      And each refusal names what is lacking and nothing else

      Examples:
        | what                  |
        | lawful-authority      |
        | published-interface   |
        | signed-messages       |
        | result-queries        |
        | refunds-to-the-origin |
        | daily-bills           |
        | real-merchant-name    |
        | lawful-clearing       |
        | contingency-plan      |
        | open-fees             |

    @ACC-002.2
    Scenario: A refusal names every condition that is not met
      Given a platform that declares open access
      When a provider applies that lacks lawful-authority, daily-bills and open-fees
      And the published time for an answer has passed
      Then each refusal names what is lacking and nothing else

    @ACC-002.3
    Scenario Outline: "Not now" is for everybody, or for nobody
      Given a platform that declares open access
      And the platform lets nobody in at present
      When a provider of the platform's own group and a rival apply alike, lacking <what>
      And the published time for an answer has passed
      Then every application is answered
      And "not now" is said to all alike

      Examples:
        | what        |
        | nothing     |
        | daily-bills |

    @ACC-002.4
    Scenario: An application outlives the process that took it
      Given a platform that declares open access
      When a provider of the platform's own group and a rival apply alike, lacking nothing
      And the process of the platform ends and starts again
      And the published time for an answer has passed
      Then every application is answered
      And "not now" is said to all alike
