package org.openlauncher.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.api.user.UserDirectory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The machine's users, as its name service (NSS) knows them. An account is remembered for a minute,
 * a name that nobody has for five seconds; an answer takes ten seconds at most.
 */
@Component
public final class MachineUserDirectory implements UserDirectory {
  private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(10);
  private static final Duration FOUND_FOR = Duration.ofMinutes(1);
  private static final Duration MISSING_FOR = Duration.ofSeconds(5);
  private static final int MOST_REMEMBERED = 2000;
  private static final String SELF = "self";

  /** Letters and digits of any language, and what directory services add: DOMAIN\ann, a@b.org. */
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_.][\\p{L}\\p{N}\\p{M}_.@\\\\$ -]{0,255}");

  private final LookupMemory<UserAccount> accounts;
  private final LookupMemory<UserAccount> self;
  private final LookupMemory<Long> groups;

  /** Asks the programs of the machine. */
  @Activate
  public MachineUserDirectory() {
    this(new NameService(List.of(Path.of("/usr/bin"), Path.of("/bin")), LONGEST_LOOKUP));
  }

  private MachineUserDirectory(NameService service) {
    this(
        service::find, ignored -> Optional.of(service.running()), service::group, System::nanoTime);
  }

  MachineUserDirectory(
      Function<String, Optional<UserAccount>> accounts,
      Function<String, Optional<UserAccount>> self,
      Function<String, Optional<Long>> groups,
      LongSupplier nanoTime) {
    this.accounts = new LookupMemory<>(accounts, FOUND_FOR, MISSING_FOR, MOST_REMEMBERED, nanoTime);
    this.self = new LookupMemory<>(self, FOUND_FOR, MISSING_FOR, 1, nanoTime);
    this.groups = new LookupMemory<>(groups, FOUND_FOR, MISSING_FOR, MOST_REMEMBERED, nanoTime);
  }

  @Override
  public Optional<UserAccount> find(String name) {
    return NAME.matcher(name).matches() ? accounts.find(name) : Optional.empty();
  }

  @Override
  public Optional<UserAccount> remembered(String name) {
    return accounts.remembered(name);
  }

  @Override
  public boolean hasGroup(String name) {
    return NAME.matcher(name).matches() && groups.find(name).isPresent();
  }

  @Override
  public UserAccount self() {
    return self.find(SELF).orElseThrow();
  }
}
