/** Kills a process and all that it has started, as the end of its machine does. Linux only. */
export function killMachine(pid: number): void {
  const children = childrenByParent();
  const kill = (pid: number) => {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // it has ended
    }
    children.get(pid)?.forEach(kill);
  };
  kill(pid);
}

function childrenByParent(): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // its name, in brackets, may have spaces
      const [, parent] = /\) \S (\d+)/.exec(Deno.readTextFileSync(`/proc/${name}/stat`)) ?? [];
      found.set(Number(parent), [...found.get(Number(parent)) ?? [], Number(name)]);
    } catch {
      // it has ended
    }
  }
  return found;
}
