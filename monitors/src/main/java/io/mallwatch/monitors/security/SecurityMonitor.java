package io.mallwatch.monitors.security;

import io.mallwatch.logs.LogStore;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.model.LogEntry;
import io.mallwatch.monitors.security.SecurityEvent.EntryRef;
import io.mallwatch.monitors.security.SecurityEvent.Kind;
import io.mallwatch.monitors.security.sigma.SigmaRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees every log entry that was stored, in the call that stored it, so that none is missed;
/// entries that were refused are seen when they are sent again. What its windows remember is lost
/// with the process, what they found is not. Thread-safe.
public final class SecurityMonitor {

  private static final Logger logger = LoggerFactory.getLogger(SecurityMonitor.class);

  private final Findings findings;
  private final AllowList allowed;
  private final List<Detection> detections;
  private final Set<String> disabled;
  private final ReentrantLock lock = new ReentrantLock();
  private final CountDetector counts = new CountDetector(CountRules.ALL); // guarded by lock
  private final WebAttacks web = new WebAttacks(); // guarded by lock
  private final Flood flood = new Flood(); // guarded by lock
  private final Sequences sequences = new Sequences(); // guarded by lock
  private final LogWatch log = new LogWatch(); // guarded by lock
  private final SigmaDetector sigma; // guarded by lock
  private final LongAdder failures = new LongAdder();

  /// @param disabled ids of detections that are off
  public SecurityMonitor(
      Findings findings, AllowList allowed, List<String> disabled, SigmaRules rules) {
    this.findings = findings;
    this.sigma = new SigmaDetector(rules);
    this.allowed = allowed;
    this.disabled = new HashSet<>(disabled);
    this.detections = new ArrayList<>(Catalogue.ALL);
    this.detections.addAll(sigma.detections());
  }

  /// Entries that were stored.
  ///
  /// @param outcomes what became of each, in order
  public void stored(String index, List<LogEntry> entries, List<LogStore.Appended> outcomes) {
    for (int i = 0; i < entries.size(); i++) {
      LogStore.Appended outcome = outcomes.get(i);
      if (outcome.stored()) {
        see(entries.get(i), new EntryRef(index, outcome.id()));
      }
    }
  }

  private void see(LogEntry entry, EntryRef source) {
    try {
      SecurityEvent event = EventReader.read(entry, source);
      lock.lock();
      try {
        Detector.Found found = found(event);
        log.see(entry, source, found);
        sigma.see(event, found);
        if (event.kind() != Kind.OTHER) {
          // an attack and the log-in that follows it may come together: sequences look first
          sequences.see(event, found);
          counts.see(event, found);
          web.see(event, found);
          flood.see(event, found);
        }
      } finally {
        lock.unlock();
      }
    } catch (RuntimeException e) {
      failures.increment();
      logger.warn("event=security_entry_failed entry={} reason=\"{}\"", source.id(), e.toString());
    }
  }

  private Detector.Found found(SecurityEvent event) {
    return (detection, level, subject, evidence) -> {
      if (disabled.contains(detection.id()) || allowed.has(subject) || allowed.has(event)) {
        return;
      }
      findings.add(
          new Findings.Hit(detection, level, subject, event.entry().service(), event.at()),
          evidence.stream().map(Finding.Evidence::of).toList());
      sequences.attacked(detection, subject, event.at());
    };
  }

  public Findings findings() {
    return findings;
  }

  /// Everything that is looked for, disabled or not.
  public List<Detection> detections() {
    return List.copyOf(detections);
  }

  public boolean isEnabled(Detection detection) {
    return !disabled.contains(detection.id());
  }

  /// Entries that could not be looked at.
  public long failures() {
    return failures.sum();
  }

  /// Counters and open findings, for rules.
  public MetricBatch samples(Instant now) {
    return findings.samples(detections, now);
  }
}
