package io.mallwatch.ops.checklist;

import java.time.Duration;
import java.util.List;

/// How an item is answered.
public sealed interface Question {

  /// `promql`, `logs` and so on; what evidence names.
  String kind();

  /// What is asked, as evidence shows it.
  String text();

  /// Good when the query has an answer and each of its numbers fits.
  record Promql(String query, Condition good) implements Question {
    @Override
    public String kind() {
      return "promql";
    }

    @Override
    public String text() {
      return query + " " + good;
    }
  }

  /// Good when the number of lines that match fits.
  ///
  /// @param window back from now
  record Logs(String query, Duration window, Condition good) implements Question {
    @Override
    public String kind() {
      return "logs";
    }

    @Override
    public String text() {
      return "%s (%d h) %s".formatted(query, window.toHours(), good);
    }
  }

  /// Good when no scheduled backup is late and no last run failed.
  record Backup() implements Question {
    @Override
    public String kind() {
      return "backup";
    }

    @Override
    public String text() {
      return "every scheduled backup is there in time";
    }
  }

  /// Good when every job that has a backup was restored within so long.
  record Drill(Duration within) implements Question {
    @Override
    public String kind() {
      return "drill";
    }

    @Override
    public String text() {
      return "every job was restored and compared within %d days".formatted(within.toDays());
    }
  }

  /// Good when the number of open incidents that nobody acknowledged fits.
  record Incidents(Condition good) implements Question {
    @Override
    public String kind() {
      return "incident";
    }

    @Override
    public String text() {
      return "open incidents that nobody acknowledged " + good;
    }
  }

  /// Good when all addresses are, see [io.mallwatch.ops.health.ProbeAddress].
  record Probe(List<String> addresses) implements Question {

    public Probe {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String kind() {
      return "probe";
    }

    @Override
    public String text() {
      return String.join(" ", addresses);
    }
  }

  /// Good when a command ends with 0; only commands of the operator's file are run.
  record Script(List<String> command) implements Question {

    public Script {
      command = List.copyOf(command);
    }

    @Override
    public String kind() {
      return "script";
    }

    @Override
    public String text() {
      return String.join(" ", command);
    }
  }

  /// Only a person knows.
  record Manual() implements Question {
    @Override
    public String kind() {
      return "manual";
    }

    @Override
    public String text() {
      return "";
    }
  }
}
