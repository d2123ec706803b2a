package io.mallwatch.ops.backup.source;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Writes a folder as a POSIX tar (pax), names sorted, so that the same files give the same bytes.
/// Symbolic links are kept as links; other special files are left out. Used by one thread.
public final class TarWriter {

  static final int BLOCK = 512;

  private final OutputStream out;
  private final List<String> warnings = new ArrayList<>();
  private long files;

  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes everything below `folder` whose path from there is not `excluded`.
  public void write(Path folder, Predicate<Path> excluded) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BackupFailedException(Reason.MISSING, folder + " is not a folder");
    }
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (dir.equals(folder)) {
              return FileVisitResult.CONTINUE;
            }
            if (excluded.test(folder.relativize(dir))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            found.add(dir);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isOther() && !excluded.test(folder.relativize(file))) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            warnings.add("%s: not read: %s".formatted(folder.relativize(file), e.getMessage()));
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.comparing(Path::toString));
    for (Path path : found) {
      entry(folder, path);
    }
    out.write(new byte[2 * BLOCK]);
  }

  /// How many files and links were written.
  public long files() {
    return files;
  }

  /// What could not be written as it should.
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  private void entry(Path folder, Path path) throws IOException {
    String name = folder.relativize(path).toString().replace('\\', '/');
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      warnings.add(name + ": went away while it was backed up");
      return;
    }
    long seconds = attributes.lastModifiedTime().toMillis() / 1000;
    int mode = mode(path);
    if (attributes.isSymbolicLink()) {
      header(new Head(name, Files.readSymbolicLink(path).toString(), '2', 0, mode, 0));
      files++;
    } else if (attributes.isDirectory()) {
      header(new Head(name + "/", "", '5', 0, mode, seconds));
    } else {
      try (InputStream in = Files.newInputStream(path)) {
        header(new Head(name, "", '0', attributes.size(), mode, seconds));
        content(name, in, attributes.size());
        files++;
      } catch (NoSuchFileException | java.nio.file.AccessDeniedException e) {
        warnings.add("%s: not read: %s".formatted(name, e.getClass().getSimpleName()));
      }
    }
  }

  private void content(String name, InputStream in, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        warnings.add(name + ": became shorter while it was read; filled with zeros");
        Arrays.fill(buffer, (byte) 0);
        while (left > 0) {
          int some = (int) Math.min(buffer.length, left);
          out.write(buffer, 0, some);
          left -= some;
        }
        break;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
    pad(size);
  }

  private void pad(long size) throws IOException {
    int over = (int) (size % BLOCK);
    if (over > 0) {
      out.write(new byte[BLOCK - over]);
    }
  }

  private static int mode(Path path) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return 0644;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    int mode = 0;
    for (PosixFilePermission permission : permissions) {
      mode |= 0400 >> permission.ordinal();
    }
    return mode;
  }

  private record Head(String name, String link, char type, long size, int mode, long seconds) {}

  private void header(Head head) throws IOException {
    byte[] name = head.name().getBytes(StandardCharsets.UTF_8);
    byte[] link = head.link().getBytes(StandardCharsets.UTF_8);
    StringBuilder pax = new StringBuilder();
    if (name.length > 100 || isForeign(name)) {
      pax.append(record("path", head.name()));
    }
    if (link.length > 100 || isForeign(link)) {
      pax.append(record("linkpath", head.link()));
    }
    if (head.size() > 077777777777L) {
      pax.append(record("size", Long.toString(head.size())));
    }
    if (!pax.isEmpty()) {
      byte[] records = pax.toString().getBytes(StandardCharsets.UTF_8);
      block(new Head("pax", "", 'x', records.length, 0644, head.seconds()));
      out.write(records);
      pad(records.length);
    }
    block(head);
  }

  private static boolean isForeign(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  private static String record(String key, String value) {
    int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
    int length = rest + 1;
    while (rest + Integer.toString(length).length() != length) {
      length++;
    }
    return "%d %s=%s\n".formatted(length, key, value);
  }

  private void block(Head head) throws IOException {
    byte[] block = new byte[BLOCK];
    text(block, 0, 100, head.name());
    octal(block, 100, 8, head.mode());
    octal(block, 108, 8, 0);
    octal(block, 116, 8, 0);
    octal(block, 124, 12, Math.min(head.size(), 077777777777L));
    octal(block, 136, 12, head.seconds());
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) head.type();
    text(block, 157, 100, head.link());
    text(block, 257, 6, "ustar");
    block[263] = '0';
    block[264] = '0';
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, 148, 7, sum);
    out.write(block);
  }

  private static void text(byte[] block, int offset, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    String digits = Long.toOctalString(value);
    String padded = "0".repeat(Math.max(0, length - 1 - digits.length())) + digits;
    text(block, offset, length - 1, padded);
    block[offset + length - 1] = 0;
  }
}
