package org.openlauncher.plugin.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.plugin.Explanation;
import org.openlauncher.api.plugin.OutputType;
import org.openlauncher.api.user.UserAccount;
import org.openlauncher.contract.PluginUnderTest;
import org.openlauncher.contract.StartedJob;
import org.openlauncher.plugin.docker.engine.Address;
import org.openlauncher.plugin.docker.engine.EngineClient;
import tools.jackson.databind.node.ObjectNode;

/** The owner's account inside, on an image with everything, with busybox, and with nothing. */
final class ContainerUserTest {
  abstract static class Image extends DockerJobsTest {
    final String told(JobSpecification.Builder job) {
      StartedJob started = start(job.container(docker().container(true)));
      started.awaitFinished(0);
      return inOrder(started.readText(OutputType.STDOUT));
    }

    /** Programs tell groups in orders of their own. */
    private static String inOrder(String text) {
      Matcher groups = Pattern.compile("(?<=groups=)\\S+").matcher(text);
      return groups.replaceAll(
          found ->
              Arrays.stream(found.group().split(",", -1))
                  .sorted()
                  .collect(Collectors.joining(",")));
    }

    final UserAccount owner() {
      return underTest().owner();
    }

    /** As {@code id} on the machine says it. */
    final String id() {
      StringBuilder groups = new StringBuilder();
      for (int i = 0; i < owner().groups().size(); i++) {
        groups.append(i == 0 ? "" : ",").append(owner().groupIds().get(i));
        groups.append('(').append(owner().groups().get(i)).append(')');
      }
      return inOrder(
          "uid="
              + owner().uid()
              + "("
              + owner().name()
              + ") gid="
              + owner().gid()
              + "("
              + owner().groups().get(0)
              + ") groups="
              + groups
              + "\n");
    }
  }

  @Nested
  class Debian extends Image {
    @Override
    String image() {
      return Engine.DEBIAN;
    }

    @Test
    void theOwnerIsThere() throws IOException {
      assertThat(
              told(
                  underTest()
                      .command(
                          "id; whoami; getent passwd \"$(id -u)\"; cd; pwd; stat -c '%U %a' .;"
                              + " touch \"$HOME/x\" && stat -c '%U' \"$HOME/x\"; touch "
                              + quoted("made")
                              + "; grep -c ^root: /etc/passwd; getent group research")))
          .isEqualTo(
              id()
                  + "alice\nalice:x:"
                  + owner().uid()
                  + ":"
                  + owner().gid()
                  + "::"
                  + owner().home()
                  + ":"
                  + owner().shell()
                  + "\n"
                  + owner().home()
                  + "\nalice 700\nalice\n1\nresearch:x:"
                  + owner().groupIds().get(owner().groups().indexOf("research"))
                  + ":alice\n");
      assertThat(Files.getAttribute(folder().resolve("made"), "unix:uid"))
          .isEqualTo((int) owner().uid());
    }

    @Test
    void passwordsAreForNobody() {
      StartedJob job =
          start(
              underTest()
                  .command(
                      "cat /etc/shadow; su -c id </dev/null; sed -n 's/^Cap...://p' /proc/self/status | sort -u; grep NoNewPrivs /proc/self/status")
                  .container(docker().container(true)));
      job.awaitFinished(0);
      assertThat(job.readText(OutputType.STDOUT)).isEqualTo("\t0000000000000000\nNoNewPrivs:\t1\n");
    }
  }

  @Nested
  class Busybox extends Image {
    @Test
    void theOwnerIsThere() {
      assertThat(told(underTest().command("id; whoami; pwd; echo ~; ls -ld . | cut -c1-10")))
          .isEqualTo(id() + "alice\n" + owner().home() + "\n" + owner().home() + "\ndrwx------\n");
    }

    @Test
    void withoutAnAccountThereAreNumbersOnly() {
      StartedJob job = start("id -u; id -g; id -G; whoami 2>/dev/null || echo nobody knows; pwd");
      job.awaitFinished(0);
      String groups = String.join(" ", owner().groupIds().stream().map(String::valueOf).toList());
      assertThat(job.readText(OutputType.STDOUT))
          .isEqualTo(owner().uid() + "\n" + owner().gid() + "\n" + groups + "\nnobody knows\n/\n");
    }

    /** Only the launcher's own sessions may be given this, see the host's rule. */
    @Test
    void rootHasWhatASessionNeeds() {
      StartedJob job =
          start(
              underTest()
                  .command(
                      "id -u; echo ~; chown 7:8 /tmp && stat -c %u:%g /tmp; mknod /tmp/disk b 8 0 2>/dev/null || echo no devices")
                  .container(docker().rootContainer()));
      job.awaitFinished(0);
      assertThat(job.readText(OutputType.STDOUT)).isEqualTo("0\n/root\n7:8\nno devices\n");
    }
  }

  @Nested
  class Static extends Image {
    @Override
    String image() {
      return Engine.STATIC;
    }

    @Test
    void theOwnerIsThere() {
      assertThat(told(underTest().program("/busybox", List.of("id")))).isEqualTo(id());
      assertThat(told(underTest().program("/busybox", List.of("whoami")))).isEqualTo("alice\n");
      assertThat(told(underTest().program("/busybox", List.of("pwd"))))
          .isEqualTo(owner().home() + "\n");
      assertThat(told(underTest().program("/busybox", List.of("stat", "-c", "%a %U", "."))))
          .isEqualTo("700 alice\n");
    }
  }

  @Nested
  class TakenNames extends Image {
    private static final String TAKEN = "openlauncher-test/taken-names:1";

    @Override
    String image() {
      return TAKEN;
    }

    @Override
    protected PluginUnderTest pluginUnderTest(Path folder) throws IOException {
      makeImage();
      return super.pluginUnderTest(folder);
    }

    /** The busybox image, with others' users and groups that are called or numbered as alice's. */
    private static void makeImage() {
      try (EngineClient engine = Engine.client()) {
        ObjectNode request = EngineClient.JSON.createObjectNode();
        request.put("Image", Engine.BUSYBOX);
        String container = engine.post("/containers/create", request).path("Id").asString("");
        Tar tar = new Tar();
        tar.file(
            "etc/passwd",
            new Tar.Entry(
                0644,
                0,
                0,
                "root:x:0:0:root:/root:/bin/sh\nalice:x:77:77::/:/bin/sh\nguest:x:"
                    + Engine.owner().uid()
                    + ":78::/:/bin/sh\n"));
        tar.file("etc/group", new Tar.Entry(0644, 0, 0, "root:x:0:\nresearch:x:79:guest\n"));
        engine.putArchive(Address.container(container) + "/archive?path=%2F", tar.bytes());
        engine.post(
            "/commit?container=" + container + "&repo=openlauncher-test/taken-names&tag=1",
            EngineClient.JSON.createObjectNode());
        engine.delete(Address.container(container));
      }
    }

    @Test
    void theOwnerWinsAndIsTold() {
      StartedJob job =
          start(
              underTest()
                  .command("whoami; id -u; grep -c guest /etc/passwd")
                  .container(docker().container(true)));
      job.awaitFinished(0);

      assertThat(job.readText(OutputType.STDOUT)).isEqualTo("alice\n" + owner().uid() + "\n1\n");
      Explanation told = cluster().cluster().explain(job.remembered()).orElseThrow();
      assertThat(told.reasons())
          .anySatisfy(reason -> assertThat(reason).contains("user alice with the id 77"))
          .anySatisfy(reason -> assertThat(reason).contains("guest is a second name"))
          .anySatisfy(reason -> assertThat(reason).contains("group research with the id 79"));
    }
  }

  @Nested
  class MountedHome extends Image {
    @Test
    void aHomeThatIsMountedIsLeftAsItIs() throws IOException {
      Path home = owner().home();
      assumeTrue(Files.isDirectory(home), "alice has no home");
      JobSpecification.Builder job =
          underTest()
              .command("stat -c %a .; touch .openlauncher-test && rm .openlauncher-test")
              .mounts(
                  List.of(
                      new Mount(
                          home.toString(),
                          Optional.empty(),
                          false,
                          new MountSource.Host(home.toString()))));
      assertThat(told(job))
          .isEqualTo(
              Integer.toOctalString((int) Files.getAttribute(home, "unix:mode") & 0777) + "\n");
    }
  }
}
