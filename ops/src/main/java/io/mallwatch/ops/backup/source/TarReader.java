package io.mallwatch.ops.backup.source;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Unpacks what [TarWriter] wrote. Nothing is written outside the target, whatever names say.
public final class TarReader {

  private static final int MAX_PAX = 1 << 20;

  private final InputStream in;

  /// Folders whose times and modes are set last, since what is put into them changes them.
  private final Deque<Pending> folders = new ArrayDeque<>();

  private record Pending(Path path, int mode, long seconds) {}

  public TarReader(InputStream in) {
    this.in = in;
  }

  /// Unpacks everything below `target`, which is made when it is not there.
  public void unpack(Path target) throws IOException {
    Path root = target.toAbsolutePath().normalize();
    Files.createDirectories(root);
    Map<String, String> pax = Map.of();
    while (true) {
      byte[] block = in.readNBytes(TarWriter.BLOCK);
      if (block.length < TarWriter.BLOCK) {
        throw new BackupFailedException(Reason.TRUNCATED, "the archive ends too early");
      }
      if (isZero(block)) {
        break;
      }
      check(block);
      long size = pax.containsKey("size") ? Long.parseLong(pax.get("size")) : octal(block, 124, 12);
      if (block[156] == 'x') {
        pax = pax(size);
        continue;
      }
      String name = pax.getOrDefault("path", text(block, 0, 100));
      String link = pax.getOrDefault("linkpath", text(block, 157, 100));
      entry(root, name, link, block, size);
      pax = Map.of();
    }
    while (!folders.isEmpty()) {
      Pending folder = folders.pop();
      stamp(folder.path(), folder.mode(), folder.seconds());
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  private void entry(Path root, String name, String link, byte[] block, long size)
      throws IOException {
    Path path = inside(root, name);
    int mode = (int) octal(block, 100, 8);
    long seconds = octal(block, 136, 12);
    switch (block[156]) {
      case '5' -> {
        Files.createDirectories(path);
        folders.push(new Pending(path, mode, seconds));
      }
      case '2' -> {
        parents(path);
        Files.deleteIfExists(path);
        Files.createSymbolicLink(path, Path.of(link));
      }
      default -> {
        parents(path);
        content(path, size);
        stamp(path, mode, seconds);
      }
    }
  }

  private static void parents(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
  }

  private static Path inside(Path root, String name) throws IOException {
    Path path = root.resolve(name).normalize();
    Path parent = path.getParent();
    boolean leads = !path.startsWith(root) || parent == null;
    // a link that was unpacked before must not lead out either
    for (Path at = parent; !leads && at != null && !at.equals(root); at = at.getParent()) {
      leads = Files.isSymbolicLink(at);
    }
    if (leads) {
      throw new BackupFailedException(
          Reason.DAMAGED, "the archive names a file outside of it: " + name);
    }
    return path;
  }

  private void content(Path path, long size) throws IOException {
    Files.deleteIfExists(path);
    try (OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      long left = size;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new BackupFailedException(
              Reason.TRUNCATED, "the archive ends within " + path.getFileName());
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    skipPadding(size);
  }

  private void skipPadding(long size) throws IOException {
    int over = (int) (size % TarWriter.BLOCK);
    int left = over == 0 ? 0 : TarWriter.BLOCK - over;
    if (in.readNBytes(left).length < left) {
      throw new BackupFailedException(Reason.TRUNCATED, "the archive ends too early");
    }
  }

  private Map<String, String> pax(long size) throws IOException {
    if (size > MAX_PAX) {
      throw new BackupFailedException(Reason.DAMAGED, "the archive has a name too long");
    }
    byte[] records = in.readNBytes((int) size);
    skipPadding(size);
    Map<String, String> pax = new HashMap<>();
    InputStream rest = new ByteArrayInputStream(records);
    while (rest.available() > 0) {
      int length = 0;
      int digits = 0;
      for (int b = rest.read(); b != ' '; b = rest.read()) {
        length = length * 10 + (b - '0');
        digits++;
      }
      String record =
          new String(rest.readNBytes(length - digits - 1), StandardCharsets.UTF_8).stripTrailing();
      int equals = record.indexOf('=');
      pax.put(record.substring(0, equals), record.substring(equals + 1));
    }
    return pax;
  }

  private static void stamp(Path path, int mode, long seconds) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
      for (PosixFilePermission permission : PosixFilePermission.values()) {
        if ((mode & (0400 >> permission.ordinal())) != 0) {
          permissions.add(permission);
        }
      }
      Files.setPosixFilePermissions(path, permissions);
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.setLastModifiedTime(path, FileTime.fromMillis(seconds * 1000));
    }
  }

  private static void check(byte[] block) {
    int sum = 0;
    for (int i = 0; i < block.length; i++) {
      sum += i >= 148 && i < 156 ? ' ' : block[i] & 0xff;
    }
    if (sum != octal(block, 148, 8)) {
      throw new BackupFailedException(Reason.DAMAGED, "the archive is damaged");
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] block, int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return new String(block, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] block, int offset, int length) {
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      if (block[i] >= '0' && block[i] <= '7') {
        value = value * 8 + block[i] - '0';
      }
    }
    return value;
  }
}
