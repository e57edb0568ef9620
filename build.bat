@echo off
rem Double-click: sets up once, then builds the kit and the site.
chcp 65001 >nul
cd /d "%~dp0"
set PYTHONUTF8=1
if not exist ".venv\Scripts\python.exe" (
  echo 第一次运行：正在准备环境，需要联网几分钟……
  py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" || goto nopython
  py -3 -m venv .venv || goto failed
)
if not exist ".venv\.ready" (
  ".venv\Scripts\python.exe" -m pip --disable-pip-version-check install --quiet --require-hashes -r requirements.txt || goto failed
  ".venv\Scripts\python.exe" -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable . || goto failed
  echo ready> ".venv\.ready"
)
".venv\Scripts\campaign.exe" build || goto failed
echo.
echo 完成。按任意键打开站点首页……
pause >nul
start "" "build\site\index.html"
exit /b 0

:nopython
echo 没有找到 Python 3.11 或更新的版本：请到 python.org 下载安装（安装时勾选 Add python.exe to PATH），再双击本文件。
pause
exit /b 1

:failed
echo 没有完成：请看上面的提示，改好后再双击本文件。
pause
exit /b 1
