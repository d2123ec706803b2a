package io.mallwatch.alerts.template;

import io.mallwatch.model.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A parsed template; immutable, may be rendered by many threads at once.
public final class Template {

  private final String name;
  private final List<Node> main;
  private final Map<String, List<Node>> defined;

  private Template(String name, List<Node> main, Map<String, List<Node>> defined) {
    this.name = name;
    this.main = main;
    this.defined = Map.copyOf(defined);
  }

  /// Parses `text`.
  ///
  /// @param functions names that may be called beside Go's own
  /// @throws TemplateException with name and line when it is not a template
  public static Template parse(String name, String text, Set<String> functions) {
    Parser.Parsed parsed = Parser.parse(name, text, Builtins.namesWith(functions));
    return new Template(name, parsed.main(), parsed.defined());
  }

  /// This template able to call what `library` defines; own definitions win.
  public Template with(Template library) {
    Map<String, List<Node>> all = new HashMap<>(library.defined);
    all.putAll(defined);
    return new Template(name, main, all);
  }

  /// The names that it defines.
  public Set<String> definitions() {
    return defined.keySet();
  }

  /// Runs it over `data` within the limits of [Executor].
  ///
  /// @throws TemplateException when a value does not fit or a limit is reached
  public String render(@Nullable Object data, Map<String, Function> functions, Escape escape) {
    Deadline deadline = Deadline.after(Executor.MAX_TIME);
    return new Executor(name, defined, functions, escape, deadline).run(main, data);
  }

  /// How printed values are made fit for what they are printed into.
  public enum Escape {
    NONE,
    HTML
  }

  /// A function that templates may call.
  @FunctionalInterface
  public interface Function {

    /// The result for `arguments`; a piped value is the last of them.
    ///
    /// @throws TemplateException when they do not fit
    @Nullable Object call(List<@Nullable Object> arguments);
  }
}
