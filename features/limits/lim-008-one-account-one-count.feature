@limits
Feature: One account, one count
  Going in by another door does not make an account a new one.

  @LIM-008 @must @binds-provider
  Rule: LIM-008 A limit MUST be counted over all entrances to the same account for the same kind of limit; barcode limits and online-balance limits are never pooled
    Source: BAR296      Basis: rule
    What the source says: the sums are per client or account; how the account is reached does not come into it.
    Our reading: page, phone and app share one sum; codes and balance, two kinds of limit, have one each.

    @LIM-008.1
    Scenario: First at a desk, then on a phone
      Given a payer who confirms at Alipay with payment-password
      And the payer pays at Alipay from the balance
      When the payer tries to pay ¥600.00 with Alipay
      And the payer tries to pay ¥500.00 with Alipay on a phone
      And the payer tries to pay ¥400.00 with Alipay on a phone
      Then all entrances share one count

    @LIM-008.2
    Scenario: Codes and balance have each their own
      Given a payer who confirms at WeChat Pay with payment-password
      And the payer pays at WeChat Pay from the balance
      When the payer tries to pay ¥1,000.00 with WeChat Pay
      And the payer tries to pay ¥1,000.00 with WeChat Pay on a phone
      Then codes and balance are counted apart
