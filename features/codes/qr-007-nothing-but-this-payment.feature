@codes
Feature: Nothing but this payment
  A code is seen by everybody who passes by.

  @QR-007 @must @binds-provider @binds-platform
  Rule: QR-007 A code MUST hold only data of the present payment and no readable account or identity data; a static merchant code may hold merchant data
    Source: BAR242 · PIPL art. 6      Basis: rule
    Our reading: each sort of code has a declared list of what may stand in it; the picture itself is read, not what was meant to be in it.

    @QR-007.1
    Scenario: Every sort of code is read from its picture
      Given the declared content of every sort of code
      When every sort of code of every scheme is drawn, and its picture read
      Then no account and no identity can be read in any of them
      And each code holds what its sort may hold, and nothing more
