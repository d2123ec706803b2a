package io.mallwatch.monitors.system;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The mounted file systems that can fill up. Each device counts once, at its first mount; those of
/// the kernel and those over a network, which may hang, are left out.
final class FileSystems {

  /// Most file systems that are followed.
  static final int MAX = 64;

  private static final Pattern TYPES =
      Pattern.compile(
          "autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs"
              + "|iso9660|mqueue|nsfs|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs"
              + "|sysfs|tracefs|nfs4?|cifs|smb3|9p|fuse\\..*");
  private static final Pattern PLACES =
      Pattern.compile("/(dev|proc|sys|run/credentials|run/user|var/lib/docker)(/.*)?");

  private FileSystems() {}

  /// A line of `/proc/mounts`.
  record Mount(String device, Path place, String type, boolean readOnly) {}

  static List<Mount> mounts(List<String> lines) {
    List<Mount> mounts = new ArrayList<>();
    Set<String> devices = new HashSet<>();
    for (String line : lines) {
      String[] words = ProcFiles.split(line);
      if (words.length < 4 || mounts.size() >= MAX) {
        continue;
      }
      String place = unescape(words[1]);
      boolean hidden = words[2].equals("overlay") && !place.equals("/");
      if (hidden || TYPES.matcher(words[2]).matches() || PLACES.matcher(place).matches()) {
        continue;
      }
      String device = words[0].startsWith("/") ? words[0] : words[0] + place;
      if (devices.add(device)) {
        boolean readOnly = words[3].equals("ro") || words[3].startsWith("ro,");
        mounts.add(new Mount(words[0], Path.of(place), words[2], readOnly));
      }
    }
    return mounts;
  }

  /// Blanks in places are written as `\040`.
  private static String unescape(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }

  static void read(List<Mount> mounts, Readings out) {
    for (Mount mount : mounts) {
      if (!Files.isDirectory(mount.place())) {
        continue;
      }
      String[] labels = {
        "device", mount.device(), "fstype", mount.type(), "mountpoint", mount.place().toString()
      };
      try {
        FileStore store = Files.getFileStore(mount.place());
        long size = store.getTotalSpace();
        if (size <= 0) {
          continue;
        }
        out.gauge("node_filesystem_size_bytes", "Filesystem size in bytes.", (double) size, labels);
        out.gauge(
            "node_filesystem_free_bytes",
            "Filesystem free space in bytes.",
            (double) store.getUnallocatedSpace(),
            labels);
        out.gauge(
            "node_filesystem_avail_bytes",
            "Filesystem space available to non-root users in bytes.",
            (double) store.getUsableSpace(),
            labels);
        out.gauge(
            "node_filesystem_readonly",
            "Filesystem read-only status.",
            mount.readOnly() ? 1 : 0,
            labels);
      } catch (IOException e) {
        out.gauge(
            "node_filesystem_device_error",
            "Whether the space of the filesystem could not be read.",
            1,
            labels);
      }
    }
  }
}
