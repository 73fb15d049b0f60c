package org.openlauncher.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.user.UserAccount;

class MachineUserDirectoryTest {
  private static final Duration PLENTY = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static UserAccount account(String name) {
    return new UserAccount(
        name, 1000, 1000, List.of("staff"), List.of(1000L), Path.of("/home"), "/bin/sh");
  }

  private Path program(String name, String body) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private NameService fakes(Duration limit) {
    return new NameService(List.of(directory.resolve("empty"), directory), limit);
  }

  @Test
  void rootAndNobodyOfThisMachine() {
    MachineUserDirectory users = new MachineUserDirectory();

    UserAccount root = users.find("root").orElseThrow();
    assertThat(root.name()).isEqualTo("root");
    assertThat(root.uid()).isZero();
    assertThat(root.gid()).isZero();
    assertThat(root.groups()).first().isEqualTo("root");
    assertThat(root.groupIds()).first().isEqualTo(0L);
    assertThat(root.groups()).hasSameSizeAs(root.groupIds());
    assertThat(root.home()).isAbsolute();
    UserAccount nobody = users.find("nobody").orElseThrow();
    assertThat(nobody.uid()).isEqualTo(65_534);
    assertThat(nobody.groupIds()).first().isEqualTo(nobody.gid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody-has-this-name-7f3a",
        "0",
        "65534",
        "+0",
        "00",
        " root",
        "root ",
        "ROOT",
        "",
        "-h",
        "--help",
        "-s files",
        "root:x",
        "root\nroot",
        "root\u0000",
        "root/../root",
        "root nobody",
        "$(id)",
        ";id",
        "*",
        "r\u00f6\u00f6t",
        "."
      })
  void namesThatNobodyHas(String name) {
    assertThat(new MachineUserDirectory().find(name)).isEmpty();
  }

  @Test
  void longNameIsNotFound() {
    assertThat(new MachineUserDirectory().find("a".repeat(100_000))).isEmpty();
  }

  @Test
  void oddNamesAreNotEvenAsked() {
    AtomicInteger asked = new AtomicInteger();
    MachineUserDirectory users =
        new MachineUserDirectory(
            name -> {
              asked.incrementAndGet();
              return Optional.empty();
            },
            name -> Optional.empty(),
            name -> Optional.empty(),
            System::nanoTime);

    for (String name : List.of("", "-h", "a:b", "a/b", "a\nb", "a\u0000", "a".repeat(257))) {
      assertThat(users.find(name)).isEmpty();
    }
    assertThat(asked).hasValue(0);
    assertThat(users.find("DOMAIN\\j\u00fcrgen.o-x@example.org$")).isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void selfIsTheRunningUser() {
    UserAccount self = new MachineUserDirectory().self();

    assertThat(self.uid()).isEqualTo(RunningUser.uid());
    assertThat(self.groups()).isNotEmpty().hasSameSizeAs(self.groupIds());
    assertThat(self.groupIds()).first().isEqualTo(self.gid());
  }

  @Test
  void runningUserWithoutAnEntryIsNamedByNumber() throws IOException {
    program("getent", "exit 2");
    program("id", "printf '1234\\0'");

    UserAccount self = fakes(PLENTY).running();

    assertThat(self.name()).isEqualTo(Long.toString(RunningUser.uid()));
    assertThat(self.uid()).isEqualTo(RunningUser.uid());
    assertThat(self.gid()).isEqualTo(1234);
    assertThat(self.home()).isAbsolute();
    assertThat(self.shell()).isEqualTo("/bin/sh");
  }

  @Test
  void groupsWithBlanksAndWithoutNames() throws IOException {
    program("getent", "[ \"$*\" = 'passwd -- ann' ] && echo 'ann:x:1000:7:Ann, \u00fc:/home/ann:'");
    program(
        "id",
        """
        [ "$2 $3" = '-- ann' ] || exit 9
        [ "$1" = -Gz ] && printf '7\\00031\\0004200\\000' && exit 0
        printf 'staff\\000domain users\\0004200\\000'; exit 1
        """);

    assertThat(fakes(PLENTY).find("ann"))
        .contains(
            new UserAccount(
                "ann",
                1000,
                7,
                List.of("staff", "domain users", "4200"),
                List.of(7L, 31L, 4200L),
                Path.of("/home/ann"),
                "/bin/sh"));
  }

  @Test
  void answerForAnotherNameIsNone() throws IOException {
    program("getent", "echo 'ann:x:1000:7::/home/ann:/bin/sh'");

    assertThat(fakes(PLENTY).find("Ann")).isEmpty();
    assertThat(fakes(PLENTY).find("1000")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 1", "exit 3", "echo ann:x", "echo", "echo ann:x:-1:7::/:/bin/sh"})
  void answersThatMakeNoSenseAreNoAbsence(String body) throws IOException {
    program("getent", body);

    assertThatThrownBy(() -> fakes(PLENTY).find("ann"))
        .isInstanceOfSatisfying(
            LauncherException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN))
        .hasMessageStartingWith("the machine's user database: expected from getent passwd ");
  }

  @Test
  void missingProgramIsNamed() {
    assertThatThrownBy(() -> fakes(PLENTY).find("ann"))
        .isInstanceOf(LauncherException.class)
        .hasMessageStartingWith("expected the program getent in ")
        .hasMessageEndingWith(", found none");
  }

  @Test
  void hangingDatabaseIsGivenUpWithAllItsProcesses() throws IOException {
    Path pid = directory.resolve("pid");
    program(
        "getent", "sleep 300 & echo $! > " + pid + ".new; mv " + pid + ".new " + pid + "; wait");

    assertThatThrownBy(() -> fakes(Duration.ofSeconds(2)).find("ann"))
        .isInstanceOfSatisfying(
            LauncherException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TIMEOUT))
        .hasMessage("the machine's user database did not answer within 2 s (getent)");

    assertThat(pid).exists();
    long sleeper = Long.parseLong(Files.readString(pid).strip());
    await()
        .atMost(PLENTY)
        .until(() -> ProcessHandle.of(sleeper).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void answersAreRememberedForAWhile() {
    AtomicInteger asked = new AtomicInteger();
    AtomicLong clock = new AtomicLong();
    MachineUserDirectory users =
        new MachineUserDirectory(
            name -> {
              asked.incrementAndGet();
              return name.equals("ann") ? Optional.of(account(name)) : Optional.empty();
            },
            name -> Optional.empty(),
            name -> Optional.empty(),
            clock::get);

    users.find("ann");
    clock.set(Duration.ofSeconds(59).toNanos());
    assertThat(users.find("ann")).contains(account("ann"));
    assertThat(asked).hasValue(1);
    clock.set(Duration.ofSeconds(60).toNanos());
    users.find("ann");
    assertThat(asked).hasValue(2);

    users.find("bob");
    clock.addAndGet(Duration.ofSeconds(4).toNanos());
    users.find("bob");
    assertThat(asked).hasValue(3);
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    users.find("bob");
    assertThat(asked).hasValue(4);
  }

  @Test
  void failuresAreNotRemembered() {
    AtomicInteger asked = new AtomicInteger();
    MachineUserDirectory users =
        new MachineUserDirectory(
            name -> {
              if (asked.incrementAndGet() == 1) {
                throw new LauncherException(ErrorCode.TIMEOUT, "late");
              }
              return Optional.of(account(name));
            },
            name -> Optional.empty(),
            name -> Optional.empty(),
            System::nanoTime);

    assertThatThrownBy(() -> users.find("ann")).hasMessage("late");
    assertThat(users.find("ann")).contains(account("ann"));
  }

  @Test
  void groupsOfThisMachine() {
    MachineUserDirectory users = new MachineUserDirectory();

    assertThat(users.hasGroup("root")).isTrue();
    assertThat(users.hasGroup("no-such-group-here")).isFalse();
    assertThat(users.hasGroup("0")).as("a number is no name").isFalse();
    assertThat(users.hasGroup("-h")).isFalse();
    assertThat(users.hasGroup("")).isFalse();
  }

  @Test
  void memoryIsBounded() {
    AtomicInteger asked = new AtomicInteger();
    LookupMemory<String> memory =
        new LookupMemory<>(
            key -> {
              asked.incrementAndGet();
              return Optional.of(key);
            },
            PLENTY,
            PLENTY,
            3,
            () -> 0);

    List.of("a", "b", "c", "a", "d", "a").forEach(memory::find);
    assertThat(asked).hasValue(4);
    memory.find("b");
    assertThat(asked).as("b was not asked for longest").hasValue(5);
  }

  @Test
  void oneLookupServesAllWhoAskMeanwhile() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch answer = new CountDownLatch(1);
    MachineUserDirectory users =
        new MachineUserDirectory(
            name -> {
              asked.incrementAndGet();
              awaitLatch(answer);
              return Optional.of(account(name));
            },
            name -> Optional.empty(),
            name -> Optional.empty(),
            System::nanoTime);
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Optional<UserAccount>>> all =
          IntStream.range(0, 8)
              .mapToObj(caller -> CompletableFuture.supplyAsync(() -> users.find("ann"), callers))
              .toList();
      await().atMost(PLENTY).until(() -> asked.get() == 1);
      answer.countDown();
      for (CompletableFuture<Optional<UserAccount>> each : all) {
        assertThat(each.get(60, TimeUnit.SECONDS)).contains(account("ann"));
      }
      assertThat(asked).hasValue(1);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void interruptedAskerDoesNotLetTheOthersDown() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    LookupMemory<String> memory =
        new LookupMemory<>(
            key -> {
              if (asked.incrementAndGet() == 1) {
                awaitLatch(never);
              }
              return Optional.of(key);
            },
            PLENTY,
            PLENTY,
            3,
            System::nanoTime);
    CompletableFuture<String> firstFailure = new CompletableFuture<>();
    Thread first =
        new Thread(
            () -> {
              try {
                firstFailure.complete("found " + memory.find("ann"));
              } catch (LauncherException failure) {
                firstFailure.complete(failure.getMessage());
              }
            });
    first.start();
    await().atMost(PLENTY).until(() -> asked.get() == 1);
    CompletableFuture<Optional<String>> second = new CompletableFuture<>();
    Thread waiter = new Thread(() -> second.complete(memory.find("ann")));
    waiter.start();
    await().atMost(PLENTY).until(() -> waiter.getState() == Thread.State.WAITING);

    first.interrupt();

    assertThat(firstFailure.get(60, TimeUnit.SECONDS)).isEqualTo("stopped");
    assertThat(second.get(60, TimeUnit.SECONDS)).contains("ann");
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LauncherException(ErrorCode.UNKNOWN, "stopped", stopped);
    }
  }
}
