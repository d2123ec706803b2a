package io.mallwatch.alerts.config;

import io.mallwatch.alerts.template.NotificationFunctions;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The template files that an `alertmanager.yml` names, on top of a few that are always there.
final class TemplateFiles {

  private static final String ALWAYS = "default.tmpl";

  private TemplateFiles() {}

  /// Everything that the files of `patterns` define; only the last part of a name may hold `*`.
  ///
  /// @throws InvalidFileException when one cannot be read or is not a template
  static Template read(List<String> patterns) {
    Template library = Template.parse("default", always(), NotificationFunctions.names());
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

  /// What is defined under the names that configurations written for Alertmanager refer to.
  private static String always() {
    try (InputStream in = TemplateFiles.class.getResourceAsStream(ALWAYS)) {
      return new String(Objects.requireNonNull(in, ALWAYS).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
