@lifecycle
Feature: No answer is no answer
  When a provider is silent, nobody knows yet whether the money has moved.

  @LIFE-004 @must @binds-platform @binds-provider
  Rule: LIFE-004 No answer MUST be treated as unknown: not failure, not success, resolved by query, and told to the user
    Source: NET43 art. 27 · UP, codes 03 to 05 · WX, query when in doubt      Basis: rule (by analogy)
    What the source says: on time-out, no response or fault a payment institution tells the user.
    Our reading: the order stays open, the page says that the result is being confirmed, and the platform asks until it knows.

    @LIFE-004.1
    Scenario Outline: The payer has paid and the provider falls silent
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And <provider> answers nobody
      When the payer pays with <provider>
      And 10 seconds pass
      Then the order is neither failed nor paid
      And the payer is told that the result is being confirmed
      When <provider> answers again
      And 20 minutes pass
      Then the platform has found the result by asking
      And the payer is charged once

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |

    @LIFE-004.2
    Scenario: The answer to the first request is lost
      Given a merchant who accepts WeChat Pay
      And a payer with an order of ¥128.50
      And the next answer of WeChat Pay is lost
      When the payer chooses WeChat Pay
      Then the order is neither failed nor paid
      And the payer is told that the result is being confirmed
      When 1 minute passes
      And the payer pays with WeChat Pay
      And all messages have arrived
      Then the platform has found the result by asking
      And the payer is charged once
