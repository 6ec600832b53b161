@evidence
Feature: Told in plain words
  Evidence that only a programmer can read is evidence for programmers.

  @EVD-004 @must @binds-harness
  Rule: EVD-004 Each payment's evidence MUST show path, parties, fees and times in plain words
    Source: NBPI art. 20, 34 · ECOM art. 53 · house      Basis: house
    Our reading: a run draws up a page of each scenario's payments, in both languages, with no code in it.

    @EVD-004.1
    Scenario Outline: A payment with a refund is told in full
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer pays with <provider>
      And all messages have arrived
      And the merchant refunds ¥28.50
      And 5 minutes pass
      And the evidence of the payment is drawn up
      Then it tells way, parties, fees and hours
      And it tells them in words that anybody reads

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | UnionPay   |
        | WoPay      |
        | JD Pay     |

    @EVD-004.2
    Scenario: Two tries to pay are told apart
      Given a payer who owes ¥128.50 and has chosen WeChat Pay
      When the payer chooses Alipay instead
      And the payer pays with Alipay
      And all messages have arrived
      And the evidence of the payment is drawn up
      Then it tells way, parties, fees and hours
      And it tells them in words that anybody reads
