package org.openlauncher.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One fault at a time in a file of limits, with the exact message that the administrator reads. */
class ProfileFaultsTest {
  private static final String FORM = "expected [*], [@group] or [user]";
  private static final String SPAN =
      ": expected a whole number of seconds, or of m (minutes), h (hours) or d (days), such as 90,"
          + " 30m, 12h, found ";
  private static final String COUNT = ": expected a whole number from 0 to 1000000, found ";

  @TempDir private Path directory;
  private ProfilesFixture fixture;

  @BeforeEach
  void makeFolder() {
    fixture = new ProfilesFixture(directory);
  }

  private static Arguments fault(String lines, String told) {
    return Arguments.of(lines, told);
  }

  static List<Arguments> profileFaults() {
    String cpus = ": expected a number from 0 to 1000000, found ";
    return List.of(
        fault("max-cpu=4", "4: unknown key \"max-cpu\"; did you mean \"max-cpus\"?"),
        fault("Max-Cpus=4", "4: unknown key \"Max-Cpus\"; did you mean \"max-cpus\"?"),
        fault("max_cpus=4", "4: unknown key \"max_cpus\"; did you mean \"max-cpus\"?"),
        fault("max-memory-mb=4", "4: unknown key \"max-memory-mb\"; did you mean \"max-mem-mb\"?"),
        fault(
            "resource-profile=small",
            "4: unknown key \"resource-profile\"; did you mean \"resource-profiles\"?"),
        fault(
            "max-running-job=4",
            "4: unknown key \"max-running-job\"; did you mean \"max-running-jobs\"?"),
        fault("max-cpus=four", "4: max-cpus" + cpus + "\"four\""),
        fault("max-cpus=-1", "4: max-cpus" + cpus + "\"-1\""),
        fault("max-cpus=1,5", "4: max-cpus" + cpus + "\"1,5\""),
        fault("max-cpus=", "4: max-cpus" + cpus + "nothing"),
        fault("max-cpus=4 # cores", "4: max-cpus" + cpus + "\"4 # cores\""),
        fault("[alice]\ndefault-cpus=1e3", "5: default-cpus" + cpus + "\"1e3\""),
        fault(
            "max-mem-mb=4GB", "4: max-mem-mb: expected a whole number of megabytes, found \"4GB\""),
        fault(
            "max-mem-mb=0.5", "4: max-mem-mb: expected a whole number of megabytes, found \"0.5\""),
        fault("max-nvidia-gpus=1.5", "4: max-nvidia-gpus" + COUNT + "\"1.5\""),
        fault("max-amd-gpus=all", "4: max-amd-gpus" + COUNT + "\"all\""),
        fault("max-running-jobs=-1", "4: max-running-jobs" + COUNT + "\"-1\""),
        fault("max-running-jobs=", "4: max-running-jobs" + COUNT + "nothing"),
        fault("max-gpus-a100=x", "4: max-gpus-a100" + COUNT + "\"x\""),
        fault(
            "max-gpus-TYPE=2",
            "4: max-gpus-TYPE: expected a kind in the place of TYPE, such as max-gpus-a100"),
        fault("max-time=1 hour", "4: max-time" + SPAN + "\"1 hour\""),
        fault("max-time=1:30:00", "4: max-time" + SPAN + "\"1:30:00\""),
        fault("max-time=2w", "4: max-time" + SPAN + "\"2w\""),
        fault("max-cpu-time=1.5h", "4: max-cpu-time" + SPAN + "\"1.5h\""),
        fault(
            "allow-unknown-images=maybe",
            "4: allow-unknown-images: expected 0 or 1, found \"maybe\""),
        fault(
            "container-images=a,,b",
            "4: container-images: expected images' names separated by commas, without blanks in"
                + " them, found \"a,,b\""),
        fault(
            "container-images=",
            "4: container-images: expected images' names separated by commas, without blanks in"
                + " them, found nothing"),
        fault(
            "container-images=a b",
            "4: container-images: expected images' names separated by commas, without blanks in"
                + " them, found \"a b\""),
        fault(
            "default-container-image=",
            "4: default-container-image: expected an image's name, without blanks, found nothing"),
        fault(
            "placement-constraints=:x",
            "4: placement-constraints: expected name:value pairs separated by commas, found"
                + " \":x\""),
        fault(
            "placement-constraints=a:b,",
            "4: placement-constraints: expected name:value pairs separated by commas, found"
                + " \"a:b,\""),
        fault(
            "resource-profiles=smal",
            "4: warning: resource-profiles: launcher.local.resources.conf has no [smal]; did you"
                + " mean \"small\"?"),
        fault(
            "cpu-request-ratio=2",
            "4: cpu-request-ratio: expected a number from 0.001 to 1, found \"2\""),
        fault("max-cpus 4", "4: expected key=value, found no equals sign"),
        fault("=4", "4: expected key=value, found nothing before the equals sign"),
        fault("max-cpus=4\u0000", "4: expected text, found a control character (U+0000)"),
        fault(
            "max-mem-mb=1\nmax-mem-mb=2",
            "5: the key \"max-mem-mb\" stands here already, in line 4"),
        fault("[]", "4: expected a section header of the form [name], found \"[]\""),
        fault("[@]", "4: " + FORM + ", found [@]"),
        fault("[@*]", "4: " + FORM + ", found [@*]"),
        fault("[alice", "4: expected a section header of the form [name], found \"[alice\""),
        fault("[@reserch]", "4: this machine has no group \"reserch\""),
        fault("[alcie]", "4: warning: this machine has no user \"alcie\""),
        fault(
            "[research]",
            "4: warning: this machine has no user \"research\"; did you mean the group,"
                + " [@research]?"),
        fault(
            "[*]",
            "4: warning: [*] stands here already, in line 1; of keys that are in both, the later"
                + " one counts"),
        fault(
            "default-mem-mb=2000\nmax-mem-mb=1000",
            "5: max-mem-mb=1000 (line 5) is less than default-mem-mb=2000 (line 4), and [*] has"
                + " both"),
        fault(
            "[@research]\nmax-cpus=0.5",
            "5: max-cpus=0.5 (line 5) is less than default-cpus=1 (line 2), and [@research] has"
                + " both"),
        fault(
            "max-cpus=4\n[alice]\ndefault-cpus=8",
            "6: max-cpus=4 (line 4) is less than default-cpus=8 (line 6), and [alice] has both"),
        fault(
            "default-gpus-a100=2\nmax-gpus-a100=1",
            "5: max-gpus-a100=1 (line 5) is less than default-gpus-a100=2 (line 4), and [*] has"
                + " both"),
        fault(
            "allowed-partitions=short,long\ndefault-partition=lon",
            "5: default-partition=lon (line 5) is none of the allowed-partitions=short,long (line"
                + " 4), and [*] has both"));
  }

  @ParameterizedTest
  @MethodSource("profileFaults")
  void faultOfAProfile(String lines, String told) {
    fixture.files().write("launcher.local.resources.conf", "[small]\ncpus=1\n");
    fixture.read("[*]\ndefault-cpus=1\n# here:\n" + lines + "\n");

    assertThat(fixture.told()).containsExactly("launcher.local.profiles.conf:" + told);
    assertThat(fixture.files().problems().hasErrors()).isEqualTo(!told.contains(" warning: "));
  }

  static List<Arguments> sizeFaults() {
    return List.of(
        fault("cpu=1", "2: unknown key \"cpu\"; did you mean \"cpus\"?"),
        fault("mem=1", "2: unknown key \"mem\"; did you mean \"mem-mb\"?"),
        fault(
            "queue=x",
            "2: unknown key \"queue\"; expected one of amd-gpus, cpus, gpus, mem-mb,"
                + " name, nvidia-gpus, partition, placement-constraints"),
        fault("cpus=x", "2: cpus: expected a number from 0 to 1000000, found \"x\""),
        fault("mem-mb=1.5", "2: mem-mb: expected a whole number of megabytes, found \"1.5\""),
        fault("gpus=-1", "2: gpus" + COUNT + "\"-1\""),
        fault("name=", "2: name: expected a text, found nothing"),
        fault("partition=", "2: partition: expected a text, found nothing"),
        fault(
            "placement-constraints=arch",
            "2: placement-constraints: expected name:value, found \"arch\""),
        fault("cpus=1\ncpus=2", "3: the key \"cpus\" stands here already, in line 2"),
        fault("[small]", "2: [small] stands here already, in line 1"),
        fault("[custom]", "2: [custom]: this name stands for free choice; expected another one"),
        fault("[a,b]", "2: [a,b]: expected a name without a comma, since lists name it"),
        fault("[[x]", "2: expected a section header of the form [name], found \"[[x]\""));
  }

  @ParameterizedTest
  @MethodSource("sizeFaults")
  void faultOfANamedSize(String lines, String told) {
    fixture.files().write("launcher.local.resources.conf", "[small]\n" + lines + "\n");
    fixture.read("");

    assertThat(fixture.told()).containsExactly("launcher.local.resources.conf:" + told);
  }

  @Test
  void keysBeforeTheFirstSection() {
    fixture.files().write("launcher.local.resources.conf", "cpus=1\n");
    fixture.read("max-cpus=1\n[*]\n");

    assertThat(fixture.told())
        .containsExactly(
            "launcher.local.profiles.conf:1: " + FORM + " before the first key, found \"max-cpus\"",
            "launcher.local.resources.conf:1: expected the [name] of a size before the first key,"
                + " found \"cpus\"");
  }

  @Test
  void fileThatIsNamedMustExist() {
    fixture.read(
        "".getBytes(UTF_8),
        "profile-config="
            + directory
            + "/limits.conf\nresource-profile-config="
            + directory
            + "/sizes.conf\n");

    assertThat(fixture.told())
        .containsExactly(
            "limits.conf: there is no such file; profile-config in launcher.local.conf:1 names it",
            "sizes.conf: there is no such file; resource-profile-config in launcher.local.conf:2"
                + " names it");
  }
}
