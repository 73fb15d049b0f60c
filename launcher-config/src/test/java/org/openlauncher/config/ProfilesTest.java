package org.openlauncher.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.openlauncher.config.ProfilesFixture.account;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openlauncher.api.configuration.ConfigurationOption;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.configuration.Origin;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.config.EffectiveProfile.Amount;
import org.openlauncher.config.EffectiveProfile.Limit;

class ProfilesTest {
  @TempDir private Path directory;
  private ProfilesFixture fixture;
  private Path file;

  @BeforeEach
  void makeFolder() {
    fixture = new ProfilesFixture(directory);
    file = directory.resolve("launcher.local.profiles.conf");
  }

  @Test
  void userBeatsGroupBeatsEverybodyKeyByKey() {
    ClusterProfiles read =
        fixture.read(
            """
            [*]
            max-cpus=4
            max-mem-mb=1000
            max-running-jobs=7

            [@research]
            max-cpus=8
            default-cpus=2

            [@staff]
            max-cpus=16

            [alice]
            max-mem-mb=4000
            """);
    EffectiveProfile alice = read.of(account("alice"));
    EffectiveProfile bob = read.of(account("bob"));
    EffectiveProfile other = read.of(account("other"));

    assertThat(fixture.told()).isEmpty();
    assertThat(alice.find(ProfileOptions.MAX_CPUS)).as("the last group wins").contains(16.0);
    assertThat(alice.origin(ProfileOptions.MAX_CPUS)).contains(new Origin(file, 11));
    assertThat(alice.find(ProfileOptions.DEFAULT_CPUS)).contains(2.0);
    assertThat(alice.find(ProfileOptions.MAX_MEMORY)).contains(DataSize.ofMegabytes(4000));
    assertThat(alice.find(ProfileOptions.MAX_RUNNING_JOBS)).contains(7L);
    assertThat(bob.find(ProfileOptions.MAX_CPUS)).contains(8.0);
    assertThat(bob.find(ProfileOptions.MAX_MEMORY)).contains(DataSize.ofMegabytes(1000));
    assertThat(other.find(ProfileOptions.MAX_CPUS)).contains(4.0);
    assertThat(other.find(ProfileOptions.DEFAULT_CPUS)).isEmpty();
    assertThat(other.origin(ProfileOptions.DEFAULT_CPUS)).isEmpty();
    assertThat(alice.limits())
        .containsExactly(
            new Limit(
                "cpuCount",
                Optional.of(
                    new Amount("default-cpus", BigDecimal.valueOf(2.0), new Origin(file, 8))),
                Optional.of(
                    new Amount("max-cpus", BigDecimal.valueOf(16.0), new Origin(file, 11)))),
            new Limit(
                "memory",
                Optional.empty(),
                Optional.of(
                    new Amount(
                        "max-mem-mb", new BigDecimal("4000.000000"), new Origin(file, 14)))));
    assertThat(alice.limits().get(1).maximum().orElseThrow().text()).isEqualTo("4000");
  }

  @Test
  void generalSectionBelowASpecialOneStillFillsIn() {
    ClusterProfiles read = fixture.read("[alice]\nmax-cpus=2\n[*]\nmax-cpus=4\nmax-mem-mb=1000\n");

    assertThat(read.of(account("alice")).find(ProfileOptions.MAX_CPUS)).contains(2.0);
    assertThat(read.of(account("alice")).find(ProfileOptions.MAX_MEMORY))
        .contains(DataSize.ofMegabytes(1000));
    assertThat(fixture.told())
        .containsExactly(
            "launcher.local.profiles.conf:3: warning: [*] stands below [alice] of line 1: here it"
                + " counts for keys which that one lacks, other launchers would pass it over; write"
                + " the general sections first");
  }

  @Test
  void sameSectionTwiceIsToldAndTheLaterOneCounts() {
    ClusterProfiles read = fixture.read("[*]\nmax-cpus=2\nmax-mem-mb=1\n[*]\nmax-cpus=4\n");

    assertThat(read.of(account("bob")).find(ProfileOptions.MAX_CPUS)).contains(4.0);
    assertThat(read.of(account("bob")).find(ProfileOptions.MAX_MEMORY))
        .contains(DataSize.ofMegabytes(1));
    assertThat(fixture.told())
        .containsExactly(
            "launcher.local.profiles.conf:4: warning: [*] stands here already, in line 1; of keys"
                + " that are in both, the later one counts");
  }

  @Test
  void everyKindOfValue() {
    EffectiveProfile profile =
        fixture
            .read(
                """
                [*]
                default-cpus=0.5
                max-cpus=0
                container-images=r:4 , python:3
                default-container-image=r:4
                allow-unknown-images=1
                placement-constraints=arch:x86_64,arch:arm64,host
                resource-profiles=custom
                max-cpu-time=90
                max-time=12h
                allowed-partitions=short,long
                default-partition=long
                max-gpus=4
                max-gpus-a100=2
                default-gpus-tesla_v100.32=1
                cpu-request-ratio=0.5
                """)
            .of(account("bob"));

    assertThat(fixture.told()).isEmpty();
    assertThat(profile.find(ProfileOptions.CONTAINER_IMAGES)).contains(List.of("r:4", "python:3"));
    assertThat(profile.get(ProfileOptions.ALLOW_UNKNOWN_IMAGES)).isTrue();
    assertThat(profile.find(ProfileOptions.PLACEMENT_CONSTRAINTS))
        .contains(
            List.of(
                new PlacementConstraint("arch", Optional.of("x86_64")),
                new PlacementConstraint("arch", Optional.of("arm64")),
                new PlacementConstraint("host", Optional.empty())));
    assertThat(profile.find(ProfileOptions.MAX_TIME)).contains(Duration.ofHours(12));
    assertThat(profile.find(ProfileOptions.MAX_CPU_TIME)).contains(Duration.ofSeconds(90));
    assertThat(profile.get(ProfilesFixture.CPU_REQUEST_RATIO)).isEqualTo(0.5);
    assertThat(profile.members(ProfileOptions.MAX_GPUS_OF_KIND)).containsExactly("a100");
    assertThat(profile.limits())
        .extracting(
            limit ->
                limit.type()
                    + " "
                    + limit.byDefault().map(Amount::text).orElse("-")
                    + " "
                    + limit.maximum().map(Amount::text).orElse("-"))
        .as("0 stands for no limit")
        .containsExactly(
            "cpuCount 0.5 -",
            "gpus - 4",
            "gpus-a100 - 2",
            "gpus-tesla_v100.32 1 -",
            "cpuTime - 90",
            "wallTime - 43200");
  }

  @Test
  void filesOfTheUsualNamesMayBeMissing() {
    ClusterSettings settings = fixture.files().local("");
    LauncherConfiguration launcher =
        LauncherConfiguration.read(fixture.files().folder(), new Problems()).orElseThrow();
    ClusterProfiles read =
        ClusterProfiles.read(
            launcher.clusters().get(0), settings, List.of(), fixture, fixture.files().problems());

    assertThat(fixture.told()).isEmpty();
    assertThat(read.of(account("bob")).limits()).isEmpty();
    assertThat(read.of(account("bob")).find(ProfileOptions.MAX_CPUS)).isEmpty();
    assertThat(read.values("Local")).isEmpty();
  }

  @Test
  void namedSizes() {
    fixture
        .files()
        .write(
            "launcher.local.resources.conf",
            """
            [small]
            name = Small one
            cpus=0.5
            mem-mb=512

            [gpu]
            gpus=2
            partition=gpu
            placement-constraints=arch:x86_64
            """);
    ClusterProfiles read = fixture.read("[*]\nresource-profiles=small,gpu,custom\n");
    NamedSize small = read.sizes().find("small").orElseThrow();

    assertThat(fixture.told()).isEmpty();
    assertThat(small.displayName()).contains("Small one");
    assertThat(small.limits())
        .extracting(limit -> limit.type() + "=" + limit.value())
        .containsExactly("cpuCount=0.5", "memory=512");
    assertThat(small.origin(small.limits().get(1)).line()).isEqualTo(4);
    assertThat(read.sizes().all()).extracting(NamedSize::key).containsExactly("small", "gpu");
    assertThat(read.sizes().all().get(1).partition()).contains("gpu");
  }

  @Test
  void whatIsEffectiveForAUserCanBeListed() {
    ClusterProfiles read = fixture.read("[*]\nmax-cpus=4\n[bob]\nmax-gpus-a100=1\n");

    assertThat(read.valuesFor(account("bob"), "Local"))
        .extracting(
            value -> value.option() + "=" + value.value().orElse("-") + " " + value.source())
        .contains(
            "max-cpus=4 " + file + ":2",
            "max-mem-mb=- default",
            "max-gpus-a100=1 " + file + ":4",
            "allow-unknown-images=0 default")
        .noneMatch(line -> line.contains("TYPE"));
  }

  /** Comments, blanks, tabs, line ends and a mark at the beginning, wherever they may stand. */
  @RepeatedTest(40)
  void formDoesNotMatter() {
    Random random = new Random();
    long seed = random.nextLong();
    random.setSeed(seed);
    Map<String, Map<ConfigurationOption<Long>, Long>> model = new HashMap<>();
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
    String end = random.nextBoolean() ? "\r\n" : "\n";
    List<String> noise =
        List.of(
            "",
            " ",
            "\t",
            "  \t ",
            "# \u00fcnic\u00f6de \u2603",
            "   #x=1",
            "#[*]",
            "\t# [@staff]");
    List<ConfigurationOption<Long>> options =
        List.of(
            ProfileOptions.MAX_NVIDIA_GPUS,
            ProfileOptions.MAX_AMD_GPUS,
            ProfileOptions.MAX_RUNNING_JOBS);
    for (String header : List.of("*", "@research", "@staff", "alice", "j\u00fcrgen")) {
      text.append(noise.get(random.nextInt(noise.size()))).append(end);
      text.append(blanks(random)).append('[').append(blanks(random)).append(header);
      text.append(blanks(random)).append(']').append(blanks(random)).append(end);
      Map<ConfigurationOption<Long>, Long> values = new HashMap<>();
      for (ConfigurationOption<Long> option : options) {
        if (random.nextBoolean()) {
          continue;
        }
        long value = random.nextInt(1000);
        values.put(option, value);
        text.append(noise.get(random.nextInt(noise.size()))).append(end);
        text.append(blanks(random)).append(option.name()).append(blanks(random)).append('=');
        text.append(blanks(random)).append(value).append(blanks(random)).append(end);
      }
      model.put(header, values);
    }
    boolean cut = random.nextBoolean();
    String content = cut ? text.substring(0, text.length() - end.length()) : text.toString();
    ClusterProfiles read = fixture.read(content);

    assertThat(fixture.told()).as("seed %d", seed).isEmpty();
    Map<String, List<String>> sectionsOf =
        Map.of(
            "alice", List.of("*", "@research", "@staff", "alice"),
            "bob", List.of("*", "@research"),
            "j\u00fcrgen", List.of("*", "@staff", "j\u00fcrgen"));
    for (Map.Entry<String, List<String>> user : sectionsOf.entrySet()) {
      for (ConfigurationOption<Long> option : options) {
        Optional<Long> expected = Optional.empty();
        for (String section : user.getValue()) {
          Optional<Long> before = expected;
          expected =
              Optional.ofNullable(model.getOrDefault(section, Map.of()).get(option))
                  .or(() -> before);
        }
        assertThat(read.of(account(user.getKey())).find(option))
            .as("seed %d, %s of %s", seed, option.name(), user.getKey())
            .isEqualTo(expected);
      }
    }
  }

  private static String blanks(Random random) {
    return List.of("", "", " ", "\t", " \t ").get(random.nextInt(5));
  }

  @Test
  void largeFileIsReadAndResolved() {
    List<String> lines = new ArrayList<>(List.of("[*]", "max-cpus=4"));
    int users = 300_000;
    for (int user = 0; user < users; user++) {
      lines.add("[user" + user + "]");
      lines.add("max-running-jobs=" + user % 1000);
    }
    byte[] content = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    assertThat(content.length).isGreaterThan(10_000_000);
    ClusterProfiles read = fixture.read(content, "");

    EffectiveProfile last = read.of(account("user" + (users - 1)));
    assertThat(last.find(ProfileOptions.MAX_RUNNING_JOBS)).contains(999L);
    assertThat(last.find(ProfileOptions.MAX_CPUS)).contains(4.0);
    assertThat(fixture.told())
        .last()
        .asString()
        .contains("are not looked up, since there are so many");
    assertThat(fixture.files().problems().hasErrors()).isFalse();
  }
}
