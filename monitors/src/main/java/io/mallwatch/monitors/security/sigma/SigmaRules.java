package io.mallwatch.monitors.security.sigma;

import java.util.ArrayList;
import java.util.List;

/// Rules and what counts their matches.
public record SigmaRules(List<SigmaRule> rules, List<SigmaCorrelation> correlations) {

  /// None.
  public static final SigmaRules NONE = new SigmaRules(List.of(), List.of());

  public SigmaRules {
    rules = List.copyOf(rules);
    correlations = List.copyOf(correlations);
  }

  /// These and others.
  public SigmaRules with(SigmaRules others) {
    List<SigmaRule> all = new ArrayList<>(rules);
    all.addAll(others.rules());
    List<SigmaCorrelation> counted = new ArrayList<>(correlations);
    counted.addAll(others.correlations());
    return new SigmaRules(all, counted);
  }

  /// @throws BadSigmaException when two have one id, or a correlation names a rule that is not
  ///   there
  public SigmaRules checked() {
    List<String> ids = new ArrayList<>();
    rules.forEach(rule -> ids.add(rule.id()));
    correlations.forEach(one -> ids.add(one.id()));
    for (String id : ids) {
      if (ids.indexOf(id) != ids.lastIndexOf(id)) {
        throw new BadSigmaException("two Sigma rules have the id " + id);
      }
    }
    for (SigmaCorrelation one : correlations) {
      for (String name : one.rules()) {
        if (rules.stream().noneMatch(rule -> rule.id().equals(name) || rule.name().equals(name))) {
          throw new BadSigmaException(
              "%s: %s: there is no rule '%s'".formatted(one.file(), one.title(), name));
        }
      }
    }
    return this;
  }
}
