@resilience
Feature: Out of service by one rule
  A provider that does not answer is taken out of the cashier for a while. By which rule, everybody may know.

  @RES-005 @must @binds-platform
  Rule: RES-005 Taking a provider out for ill health MUST use the same thresholds, delay and return path for all
    Source: NET43 art. 29 · AMLAW art. 22      Basis: rule (by analogy)
    What the sources say: other institutions' services are not obstructed and are shown fairly; equals get equal terms.
    Our reading: silent at three instants and for a minute, out for five; then on trial, and the next answer or silence decides.

    @RES-005.1 @several-providers
    Scenario: The same silence befalls one after the other
      Given a merchant who accepts every provider
      When each provider in turn answers nobody for 10 minutes while a payer waits for it
      Then each is taken out and brought back alike
      And the cashier says so as declared

    @RES-005.2 @property
    Scenario: Any run of answers and silences
      Given any run of answers and silences
      Then it counts the same whoever it comes from
