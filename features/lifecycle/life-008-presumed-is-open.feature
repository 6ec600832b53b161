@lifecycle
Feature: Presumed is open
  A network that has heard nothing may presume something. That is no result, and nobody acts as if it were.

  @LIFE-008 @must @binds-platform @binds-provider @binds-clearing
  Rule: LIFE-008 Every payment MUST reach a final state within its profile's bound, and a network's "presumed" result MUST count as open until reconciled
    Source: RBI-TAT · NUCC, presumed states      Basis: benchmark (by analogy)
    Our reading: what is presumed is asked about until somebody knows; one day after everybody answers again nothing is open.

    @LIFE-008.1
    Scenario Outline: The bank has taken the money and its answer is lost
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next 2 answers of Lotus Bank get lost
      When the payer tries to pay with <provider>
      And 2 days pass
      Then what is only presumed counts as open
      And everything has ended within its bound

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | JD Pay     |

    @LIFE-008.2
    Scenario Outline: The bank never heard of it
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next 1 messages to Lotus Bank get lost
      When the payer tries to pay with <provider>
      And 2 days pass
      Then what is only presumed counts as open
      And everything has ended within its bound

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @LIFE-008.3
    Scenario Outline: The order reaches the bank after it was called off
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next message to Lotus Bank arrives 3 minutes late
      When the payer tries to pay with <provider>
      And 2 days pass
      Then what is only presumed counts as open
      And everything has ended within its bound

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @LIFE-008.4
    Scenario Outline: The wallet does not hear its clearing institution
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next 3 answers of NetsUnion get lost
      When the payer tries to pay with <provider>
      And 2 days pass
      Then everything has ended within its bound

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
