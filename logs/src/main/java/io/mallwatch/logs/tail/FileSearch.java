package io.mallwatch.logs.tail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the files of inputs.
final class FileSearch {

  /// Most files that one search finds; the rest are told as ignored.
  static final int MAX_FILES = 10_000;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_SIBLINGS = 5_000;

  private final List<Rule> rules = new ArrayList<>();

  private record Rule(TailInput input, Path base, PathMatcher takes, List<PathMatcher> excludes) {}

  /// A file that an input names.
  record Candidate(Path path, FileKey.Stat stat, TailInput input) {}

  /// @param files by key, those written longest ago first; a file of several names is there once
  /// @param ignored why files are not read, by path
  record Found(Map<FileKey, Candidate> files, Map<Path, String> ignored) {}

  FileSearch(List<TailInput> inputs) {
    for (TailInput input : inputs) {
      List<PathMatcher> excludes =
          input.excludes().stream().flatMap(pattern -> matchers(pattern).stream()).toList();
      for (String pattern : input.paths()) {
        for (PathMatcher matcher : matchers(pattern)) {
          rules.add(new Rule(input, base(pattern), matcher, excludes));
        }
      }
    }
  }

  /// `**/` also means no folder at all.
  private static List<PathMatcher> matchers(String pattern) {
    List<PathMatcher> all = new ArrayList<>();
    all.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
    if (pattern.contains("/**/")) {
      all.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("/**/", "/")));
    }
    return all;
  }

  /// The folder below which all matches lie.
  private static Path base(String pattern) {
    int wild = pattern.length();
    for (char c : new char[] {'*', '?', '[', '{'}) {
      int at = pattern.indexOf(c);
      wild = at >= 0 ? Math.min(wild, at) : wild;
    }
    int slash = pattern.lastIndexOf('/', wild);
    return Path.of(slash <= 0 ? "/" : pattern.substring(0, slash));
  }

  /// Walks the folders.
  Found find() {
    List<Candidate> all = new ArrayList<>();
    Map<Path, String> ignored = new LinkedHashMap<>();
    for (Rule rule : rules) {
      try {
        Files.walkFileTree(
            rule.base,
            EnumSet.of(FileVisitOption.FOLLOW_LINKS),
            MAX_DEPTH,
            new Visitor(rule, all, ignored));
      } catch (IOException e) {
        ignored.put(rule.base, reason(e));
      }
    }
    all.sort((a, b) -> Long.compare(a.stat.modifiedMillis(), b.stat.modifiedMillis()));
    Map<FileKey, Candidate> byKey = new LinkedHashMap<>();
    for (Candidate candidate : all) {
      byKey.putIfAbsent(candidate.stat.key(), candidate);
    }
    return new Found(byKey, ignored);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Rule rule;
    private final List<Candidate> all;
    private final Map<Path, String> ignored;

    Visitor(Rule rule, List<Candidate> all, Map<Path, String> ignored) {
      this.rule = rule;
      this.all = all;
      this.ignored = ignored;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!rule.takes.matches(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (rule.excludes.stream().anyMatch(exclude -> exclude.matches(file))) {
        ignored.put(file, "excluded");
      } else if (!attributes.isRegularFile()) {
        ignored.put(file, "not a regular file");
      } else if (all.size() >= MAX_FILES) {
        ignored.put(file, "more than %d files".formatted(MAX_FILES));
        return FileVisitResult.TERMINATE;
      } else {
        try {
          all.add(new Candidate(file, FileKey.stat(file), rule.input));
        } catch (IOException e) {
          ignored.put(file, reason(e));
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      if (rule.takes.matches(file) || file.equals(rule.base)) {
        ignored.put(file, reason(e));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  static String reason(IOException e) {
    String kind =
        switch (e) {
          case java.nio.file.AccessDeniedException denied -> "may not be read: ";
          case java.nio.file.NoSuchFileException missing -> "is not there: ";
          default -> "cannot be read: " + e.getClass().getSimpleName() + " ";
        };
    return kind + e.getMessage();
  }

  /// Whether `other` is named like a roll of `path`: `app.log.1`, `app.log-20261102`,
  /// `app-2026-11-02.log.gz` of `app.log`.
  static boolean isNamedAfter(Path path, Path other) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return other.getFileName().toString().startsWith(stem);
  }

  /// Files beside `path` that are named like rolls of it, whatever the inputs say.
  static List<Candidate> siblings(Path path, TailInput input, Set<FileKey> known) {
    List<Candidate> found = new ArrayList<>();
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return found;
    }
    int seen = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (seen++ >= MAX_SIBLINGS) {
          break;
        }
        if (isNamedAfter(path, file) && Files.isRegularFile(file)) {
          FileKey.Stat stat = FileKey.stat(file);
          if (!known.contains(stat.key())) {
            found.add(new Candidate(file, stat, input));
          }
        }
      }
    } catch (IOException | UncheckedIOException | java.nio.file.DirectoryIteratorException e) {
      return found; // gone meanwhile; the next search sees
    }
    return found;
  }
}
