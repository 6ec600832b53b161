@notification
Feature: The payer knows
  A person who has paid wants to read so, and a person who waits wants to know for what.

  @NOTI-007 @must @binds-platform @binds-provider
  Rule: NOTI-007 The user MUST get a prompt, accurate confirmation, and be told when an outcome is delayed or unknown
    Source: ECOM art. 56 · NET43 art. 27      Basis: law (by analogy)
    What the sources say: payment service providers confirm promptly and accurately, and tell of time-outs and faults.
    Our reading: the page of the platform says what the books say, as soon as the platform knows; during an outage it says so.

    @NOTI-007.1
    Scenario Outline: Whoever has paid reads so
      Given an order of ¥128.50 that was paid with <provider>
      When the payer looks at the order
      Then the page says what the books say
      And it said so as soon as the platform knew

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @NOTI-007.2
    Scenario Outline: Whoever has not paid reads no thanks
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer looks at the order
      Then the page says what the books say

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @NOTI-007.3
    Scenario Outline: No notice comes, and the platform has found the payment itself
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And the payer pays with <provider>
      When 1 minute passes
      And the payer looks at the order
      Then the page says what the books say
      And it said so as soon as the platform knew

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @NOTI-007.4
    Scenario Outline: The provider is out of reach
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And <provider> answers nobody
      And the payer pays with <provider>
      When 1 minute passes
      And the payer looks at the order
      Then the page says in time that the result is not known yet

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
