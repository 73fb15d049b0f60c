package org.openlauncher.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;

/** The accounts of this machine's passwd and group files. */
public final class MachineUsers implements UserDirectory {
  private static final Path PASSWD = Path.of("/etc/passwd");
  private static final Path GROUP = Path.of("/etc/group");

  @Override
  public Optional<UserAccount> find(String name) {
    return entries(PASSWD).stream()
        .filter(entry -> entry.get(0).equals(name))
        .findFirst()
        .map(MachineUsers::account);
  }

  @Override
  public boolean hasGroup(String name) {
    return entries(GROUP).stream().anyMatch(entry -> entry.get(0).equals(name));
  }

  /** The account of the tests' own process. */
  @Override
  public UserAccount self() {
    String uid = Long.toString(ownUid());
    return entries(PASSWD).stream()
        .filter(entry -> entry.get(2).equals(uid))
        .findFirst()
        .map(MachineUsers::account)
        .orElseThrow(() -> new IllegalStateException("user id " + uid + " is not in " + PASSWD));
  }

  private static long ownUid() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UserAccount account(List<String> entry) {
    String name = entry.get(0);
    String primary = entry.get(3);
    List<String> groups = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (List<String> group : entries(GROUP)) {
      boolean isPrimary = group.get(2).equals(primary);
      if (isPrimary) {
        groups.add(0, group.get(0));
        ids.add(0, Long.valueOf(group.get(2)));
      } else if (List.of(group.get(3).split(",", -1)).contains(name)) {
        groups.add(group.get(0));
        ids.add(Long.valueOf(group.get(2)));
      }
    }
    return new UserAccount(
        name,
        Long.parseLong(entry.get(2)),
        Long.parseLong(primary),
        groups,
        ids,
        Path.of(entry.get(5)),
        entry.get(6));
  }

  private static List<List<String>> entries(Path file) {
    try {
      return Files.readAllLines(file, UTF_8).stream()
          .map(line -> List.of(line.split(":", -1)))
          .filter(fields -> fields.size() >= 4)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
