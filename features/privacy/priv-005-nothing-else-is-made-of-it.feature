@privacy
Feature: Nothing else is made of it
  A platform that carries a rival's payment learns who pays with the rival. It may not make anything of that.

  @PRIV-005 @must @binds-platform
  Rule: PRIV-005 Data obtained to perform a rival's payment MUST serve no other purpose
    Source: PIPL art. 6 · ATFL art. 18 · NDSR art. 46      Basis: law (by analogy)
    Our reading: exports for ranking, marketing and risk name no provider, and orders that differ only in the provider weigh the same.

    @PRIV-005.1
    Scenario: Whom an order was paid with counts for nothing elsewhere
      Given the declared exports of the platform
      And two alike orders of ¥128.50, one paid with WeChat Pay and one with Alipay
      When the platform gives out its exports
      Then each export has the declared fields and no other
      And nothing in them tells whom an order was paid with

    @PRIV-005.2
    Scenario: A refund changes nothing in that
      Given the declared exports of the platform
      And two alike orders of ¥128.50, one paid with Alipay and one with WeChat Pay
      When each of them is refunded ¥28.50
      And 5 minutes pass
      And the platform gives out its exports
      Then each export has the declared fields and no other
      And nothing in them tells whom an order was paid with
