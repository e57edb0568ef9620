"""`campaign`: one command for the whole kit. Exit codes: 0 done, 1 content wrong, 2 usage wrong."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import NoReturn

from campaign.errors import ContentErrors, SourceError, UsageError, harmless, reason
from campaign.project import ASSETS, Project, today

COMMANDS = {
    "build": "生成整套素材和站点（最常用）",
    "kit": "只生成素材，可选种类、尺寸、标语",
    "bundle": "按屏的种类打包：LED、电视U盘、微信，附使用说明",
    "serve": "边改边看：保存后自动重画、刷新网页",
    "check": "检查全部内容，不输出文件",
    "tally": "汇总各单位的统计表",
    "publish-check": "发布之前查一遍：链接、大小、第三方请求、个人信息",
    "new": "新建另一单位或下一年的活动",
    "clean": "删除生成的文件夹 build",
}
DESCRIPTION = """一次编写，处处发布：docs/ 里的 Markdown → 站点、海报、横幅、屏幕画面。

常用：
  campaign build                             全部生成，结果在 build/site（发布）和 build/kit（下载）
  campaign serve                             打开 http://127.0.0.1:8000 边改边看
  campaign kit --only poster --slogan 用电 --out 选件   只要某条标语的海报
  campaign check                             动笔之后先查一遍
"""

SAID = (  # argparse's own messages, as Chinese says them; others are ours and stay
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument (.*?): expected .*", r"\1 后面要写一个值"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 没有 \2；可以写 \3"),
    (r"argument (.*?): invalid .* value: (.*)", r"\1 不能是 \2"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line, in Chinese."""

    def error(self, message: str) -> NoReturn:
        """Raises UsageError."""
        for pattern, words in SAID:
            message, found = re.subn(f"^{pattern}$", words, message)
            if found:
                break
        raise UsageError(f"{message}（提示：用法见 {self.prog} --help）")


def parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The command line, with the options of the commands that `arguments` name: only their libraries are loaded."""
    top = Parser(prog="campaign", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument(
        "-C", "--project", type=Path, default=Path(), metavar="文件夹", help="活动所在文件夹（默认：当前）"
    )
    top.add_argument("--debug", action="store_true", help="出错时显示程序调用过程")
    subs = top.add_subparsers(dest="command", metavar="命令", required=True)
    for name, text in COMMANDS.items():
        sub = subs.add_parser(name, help=text, description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
        if name in arguments:
            _module(name).options(sub)
    return top


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"campaign.commands.{name.replace('-', '_')}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; content and usage errors end in clear lines, never a traceback (unless --debug)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles default to GBK
    os.umask(0o022)  # a web server must be able to read what is made here, whatever the account's habits
    gc.disable()  # a short-lived process: looking for garbage costs a tenth of a build
    arguments = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in arguments
    try:
        if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
            raise UsageError("这里的文件名不能用中文；设环境变量 PYTHONUTF8=1 再运行")
        if not ASSETS.is_dir():
            raise UsageError("找不到 assets 文件夹；请在源码文件夹里用 pip install -e . 安装，不要单独安装本程序包")
        args = parser(arguments).parse_args(arguments)
        if not args.project.is_dir():
            raise UsageError(f"没有这个文件夹：{args.project}（提示：-C 后面写活动所在的文件夹）")
        today()  # a variable of the environment that is no day is told before anything is made
        return int(_module(args.command).run(Project(args.project.resolve()), args))
    except UsageError as error:
        print(harmless(f"campaign: {error}"), file=sys.stderr)
        return 2
    except BrokenPipeError:  # `| head`: whoever reads has heard enough, and the work is done before it is told of
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (ContentErrors, SourceError, OSError) as error:
        if debug:
            raise
        print(harmless(_explain(error), "\n"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已取消；上一次的结果没有改动。", file=sys.stderr)
        return 130


def _explain(error: Exception) -> str:
    if isinstance(error, ContentErrors):
        count = len(error.errors)
        return f"{error}\n共 {count} 处需要修改；上一次生成的素材和站点没有改动。"
    if isinstance(error, OSError):
        name = f"{os.fspath(error.filename)}: " if error.filename else ""
        return f"{harmless(name)}文件读写失败：{reason(error)}（提示：检查权限、磁盘空间，关闭占用它的程序）"
    return f"{error}\n上一次生成的素材和站点没有改动。"


if __name__ == "__main__":
    sys.exit(main())
