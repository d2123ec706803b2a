package io.mallwatch.alerts.config;

import io.mallwatch.alerts.template.NotificationFunctions;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The template files that an `alertmanager.yml` names, on top of a few that are always there.
final class TemplateFiles {

  /// Under the names that configurations written for Alertmanager refer to.
  private static final String ALWAYS =
      """
      {{ define "__alertmanager" }}Mallwatch{{ end }}
      {{ define "__alertmanagerURL" }}{{ .ExternalURL }}/alerts{{ end }}
      {{ define "__description" }}{{ end }}
      {{ define "__subject" -}}
      [{{ .Status | toUpper }}{{ with .Alerts.Firing }}:{{ len . }}{{ end }}]
      {{- range .GroupLabels.SortedPairs }} {{ .Value }}{{ end }}
      {{- with .CommonLabels.Remove .GroupLabels.Names }}
      {{- if .Values }} ({{ .Values | join " " }}){{ end }}{{ end }}
      {{- end }}
      {{ define "__text_alert_list" }}{{ range . }}Labels:
      {{ range .Labels.SortedPairs }} - {{ .Name }} = {{ .Value }}
      {{ end }}Annotations:
      {{ range .Annotations.SortedPairs }} - {{ .Name }} = {{ .Value }}
      {{ end }}Source: {{ .GeneratorURL }}
      {{ end }}{{ end }}
      {{ define "email.default.subject" }}{{ template "__subject" . }}{{ end }}
      """;

  private TemplateFiles() {}

  /// Everything that the files of `patterns` define; only the last part of a name may hold `*`.
  ///
  /// @throws InvalidFileException when one cannot be read or is not a template
  static Template read(List<String> patterns) {
    Template library = Template.parse("default", ALWAYS, NotificationFunctions.names());
    List<Problem> problems = new ArrayList<>();
    for (String pattern : patterns) {
      for (Path file : files(pattern, problems)) {
        try {
          library =
              Template.parse(file.toString(), Files.readString(file), NotificationFunctions.names())
                  .with(library);
        } catch (TemplateException | IOException e) {
          problems.add(new Problem(file.toString(), 1, "", String.valueOf(e.getMessage())));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidFileException(problems);
    }
    return library;
  }

  private static List<Path> files(String pattern, List<Problem> problems) {
    Path path = Path.of(pattern);
    Path folder = path.getParent();
    Path name = path.getFileName();
    if (folder == null || name == null || !Files.isDirectory(folder)) {
      problems.add(new Problem(pattern, 1, "", "its folder does not exist"));
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
      found.forEach(files::add);
    } catch (IOException e) {
      problems.add(new Problem(pattern, 1, "", "cannot be read: " + e));
    }
    files.sort(null);
    return files;
  }
}
